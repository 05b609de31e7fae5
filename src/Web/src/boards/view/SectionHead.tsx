import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { useState } from 'react';

import { DotsIcon, DownIcon, PlusIcon, RightIcon } from '../../components/icons';
import { Popup } from '../../components/Popup';
import { formatCount } from '../../model/format';
import classes from '../boards.module.css';
import type { BoardSection } from '../board';
import { removeSection, setHead, shiftSection, type Edit } from '../edit';
import { readDynamic } from '../options';
import { useBoardApi } from '../boardApi';
import { RunSetButton } from '../reports/RunSetForm';
import type { BoardSettings } from '../settings';
import type { BoardScope } from '../widget';
import { DynamicForm } from './DynamicForm';
import { SectionSettings } from './SectionSettings';

export interface SectionHeadProps {
  /** Of the board; a section of a report may show runs of another. */
  project: string;
  scope: BoardScope;
  /** Of all charts of the board. */
  settings: BoardSettings;
  /** The names of the board's variables. */
  variables: readonly string[];
  section: BoardSection;
  /** How many widgets it holds; null where that is not known. */
  count: number | null;
  isFolded: boolean;
  fold: () => void;
  /** null: nobody edits. */
  edit: ((edit: Edit, field?: string) => void) | null;
  /** Opens the palette for this section. */
  add: () => void;
}

/** The name of a section, which folds it; and, while somebody edits, what can be done with it. */
export function SectionHead({ project, scope, settings, variables, section, ...props }: SectionHeadProps) {
  const { count, isFolded, fold, edit, add } = props;
  const { id, head } = section;
  const [isRenaming, setRenaming] = useState(false);
  const { noun } = useBoardApi();
  if (head === null) return null;
  const name = head.name ?? '';
  const isDynamic = readDynamic(head) !== null;
  return (
    <header className={classes.head}>
      <button type="button" aria-expanded={!isFolded} onClick={fold}>
        {isFolded ? <RightIcon size={14} /> : <DownIcon size={14} />}
        <bdi className="name">{name === '' ? 'Section' : name}</bdi>
        {count !== null && <span className={classes.count}>{formatCount(count)}</span>}
      </button>
      {edit !== null && (
        <>
          {isRenaming && (
            <TextInput
              aria-label="Name of the section"
              autoFocus
              maxLength={200}
              value={name}
              onChange={(event) => edit(setHead(id, { ...head, name: event.currentTarget.value }), `name ${id}`)}
              onBlur={() => setRenaming(false)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' || event.key === 'Escape') setRenaming(false);
              }}
            />
          )}
          {noun === 'report' && (
            <RunSetButton
              {...{ project, scope, head }}
              change={(next, field) => edit(setHead(id, next), field && `${field} ${id}`)}
            />
          )}
          {isDynamic && (
            <Popup
              label="What the section shows"
              width={380}
              target={
                <Button variant="default" size="compact-xs">
                  Names…
                </Button>
              }
            >
              <DynamicForm
                project={scope.project}
                runs={scope.runs}
                settings={settings}
                head={head}
                change={(next, field) => edit(setHead(id, next), field)}
              />
            </Popup>
          )}
          {!isDynamic && (
            <Button variant="subtle" size="compact-xs" leftSection={<PlusIcon size={12} />} onClick={add}>
              Widget
            </Button>
          )}
          <SectionSettings
            {...{ scope, head, variables }}
            inherited={settings}
            change={(next, field) => edit(setHead(id, next), field)}
          />
          <Menu>
            <Menu.Target>
              <ActionIcon size="sm" aria-label={`More for the section ${name}`}>
                <DotsIcon size={14} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setRenaming(true)}>Rename</Menu.Item>
              <Menu.Item onClick={() => edit(shiftSection(id, -1))}>Move up</Menu.Item>
              <Menu.Item onClick={() => edit(shiftSection(id, 1))}>Move down</Menu.Item>
              <Menu.Divider />
              <Menu.Item color="red" onClick={() => edit(removeSection(id))}>
                Remove with its widgets
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      )}
    </header>
  );
}
