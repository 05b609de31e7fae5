import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import {
  ArrowDownIcon,
  ArrowUpIcon,
  CloseIcon,
  DotsIcon,
  GroupIcon,
  PencilIcon,
  PinIcon,
} from '../../components/icons';
import { Dialog } from '../../components/Dialog';
import { Swatches } from '../../components/Swatches';
import { aggregations, isNumeric } from '../../model/attribute';
import type { Change } from '../../model/change';
import { columnLabel, moved, numberFormats, type Column } from '../../model/column';
import { sameField } from '../../model/field';
import type { TableSpec } from '../../model/table';
import type { Comparing } from './comparing';
import classes from './RunsTable.module.css';
import { sortAlso, sortNot, sortOnly } from './sorts';

export interface ColumnMenuProps {
  column: Column;
  columns: readonly Column[];
  spec: TableSpec;
  change: Change<TableSpec>;
  update: (part: Partial<Column>) => void;
  comparing: Comparing;
}

const directionNames = { auto: 'by its name', lower: 'lower', higher: 'higher' };
const formatNames = { auto: 'auto', decimal: '0.00012', scientific: '1.2e-4' };

/** All that can be done with a column. */
export function ColumnMenu({ column, columns, spec, change, update, comparing }: ColumnMenuProps) {
  const at = columns.indexOf(column);
  const set = (next: Column[]) => change((now) => ({ ...now, columns: next }));
  const isFurther = spec.sorts.some((sort) => sameField(sort, column));
  const isGrouped = spec.groups.some((group) => sameField(group, column));
  const { directions, colorBy } = comparing;
  const isColoring = colorBy !== null && sameField(colorBy, column);
  const [isRenaming, setRenaming] = useState(false);
  return (
    <>
      <Menu position="bottom-start" width={250}>
        <Menu.Target>
          <ActionIcon size="xs" className={classes.headMenu!} aria-label={`Column ${columnLabel(column)}`}>
            <DotsIcon size={13} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown mah="80vh" style={{ overflowY: 'auto' }}>
          <Item
            icon={<ArrowUpIcon size={14} />}
            do={() => change((now) => ({ ...now, sorts: sortOnly(now.sorts, column, false) }))}
          >
            Sort ascending
          </Item>
          <Item
            icon={<ArrowDownIcon size={14} />}
            do={() => change((now) => ({ ...now, sorts: sortOnly(now.sorts, column, true) }))}
          >
            Sort descending
          </Item>
          <Item do={() => change((now) => ({ ...now, sorts: sortAlso(now.sorts, column) }))}>
            {isFurther ? 'Reverse this sort' : 'Add to the sort'}
          </Item>
          {isFurther && (
            <Item do={() => change((now) => ({ ...now, sorts: sortNot(now.sorts, column) }))}>
              Remove from the sort
            </Item>
          )}
          {column.type !== 'formula' && (
            <Item
              icon={<GroupIcon size={14} />}
              do={() =>
                change((now) => ({
                  ...now,
                  opened: [],
                  groups: isGrouped
                    ? now.groups.filter((group) => !sameField(group, column))
                    : [...now.groups, fieldOf(column)],
                }))
              }
            >
              {isGrouped ? 'Remove from the grouping' : 'Group by this'}
            </Item>
          )}
          {column.type === 'floatSeries' && (
            <Choices
              label="Show"
              of={aggregations}
              value={column.aggregation}
              set={(aggregation) => update({ aggregation })}
            />
          )}
          {isNumeric(column.type) && (
            <Choices
              label="Number format"
              of={numberFormats}
              value={column.format}
              names={formatNames}
              set={(format) => update({ format })}
            />
          )}
          {column.type === 'floatSeries' && (
            <Choices
              label="Better"
              of={['auto', 'lower', 'higher'] as const}
              value={Object.hasOwn(directions, column.path) ? directions[column.path]! : 'auto'}
              names={directionNames}
              set={(better) => comparing.setDirection(column.path, better === 'auto' ? null : better)}
            />
          )}
          <Item do={() => comparing.setColorBy(isColoring ? null : fieldOf(column))}>
            {isColoring ? 'Color runs on their own' : 'Color runs by this'}
          </Item>
          <Colors column={column} update={update} />
          <Menu.Divider />
          <Item icon={<PencilIcon size={14} />} do={() => setRenaming(true)}>
            Rename…
          </Item>
          <Item icon={<PinIcon size={14} />} do={() => update({ pinned: !column.pinned })}>
            {column.pinned ? 'Unpin' : 'Pin (also next to charts)'}
          </Item>
          <Item disabled={at <= 0} hint="Alt ←" do={() => set(moved(columns, at, at - 1, column.pinned))}>
            Move left
          </Item>
          <Item
            disabled={at >= columns.length - 1}
            hint="Alt →"
            do={() => set(moved(columns, at, at + 1, column.pinned))}
          >
            Move right
          </Item>
          <Item icon={<CloseIcon size={14} />} do={() => set(columns.filter((one) => one !== column))}>
            Remove column
          </Item>
        </Menu.Dropdown>
      </Menu>
      {isRenaming && <RenameDialog column={column} update={update} close={() => setRenaming(false)} />}
    </>
  );
}

function fieldOf({ path, type, aggregation }: Column) {
  return { path, type, aggregation };
}

interface ItemProps {
  icon?: ReactNode;
  hint?: string;
  disabled?: boolean;
  do: () => void;
  children: ReactNode;
}

function Item({ icon, hint, disabled = false, do: act, children }: ItemProps) {
  return (
    <Menu.Item
      leftSection={icon}
      rightSection={hint && <span className={classes.hint}>{hint}</span>}
      disabled={disabled}
      onClick={act}
    >
      {children}
    </Menu.Item>
  );
}

interface RenameDialogProps extends Pick<ColumnMenuProps, 'column' | 'update'> {
  close: () => void;
}

/** What the head says; nothing is the path again. */
function RenameDialog({ column, update, close }: RenameDialogProps) {
  const [text, setText] = useState(column.name);
  return (
    <Dialog onClose={close} title="Rename the column">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          update({ name: text.trim() });
          close();
        }}
      >
        <TextInput
          data-autofocus
          label="Name"
          description="Renames the column in this view, not the attribute."
          placeholder={column.path}
          maxLength={100}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" mt={14}>
          Rename
        </Button>
      </form>
    </Dialog>
  );
}

interface ChoicesProps<T extends string> {
  label: string;
  of: readonly T[];
  names?: Record<T, string>;
  value: T;
  set: (value: T) => void;
}

function Choices<T extends string>({ label, of, names, value, set }: ChoicesProps<T>) {
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{label}</Menu.Label>
      <div className={classes.menuRow} role="group" aria-label={label}>
        <Menu.RadioGroup value={value} onChange={(next) => set(next as T)}>
          {of.map((one) => (
            <Menu.RadioItem key={one} value={one} closeMenuOnClick className={classes.menuChoice!}>
              {names?.[one] ?? one}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </div>
    </>
  );
}

function Colors({ column, update }: Pick<ColumnMenuProps, 'column' | 'update'>) {
  return (
    <>
      <Menu.Divider />
      <Menu.Label>Color of the values</Menu.Label>
      <div className={classes.palette}>
        <Swatches
          label="Color"
          none="No color"
          role="menuitemradio"
          value={column.color}
          set={(color) => update({ color })}
        />
      </div>
    </>
  );
}
