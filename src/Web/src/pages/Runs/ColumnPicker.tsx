import { Button, Checkbox, Popover } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';

import { queryDefinitions, type Definition } from '../../api/attributes';
import { FilterInput } from '../../components/FilterInput';
import { ColumnsIcon } from '../../components/icons';
import { explain } from '../../components/States';
import { parseExtendedRegex } from '../../filter';
import { formatCount } from '../../format';
import type { Change } from '../../location';
import type { Column, RunsView } from '../../url/runs';
import classes from './ColumnPicker.module.css';
import { columnOf, sameAttribute } from './columns';

export interface ColumnPickerProps {
  project: string;
  columns: readonly Column[];
  change: Change<RunsView>;
}

const entriesMax = 20_000;
const rowHeight = 28;

/** Finds attributes among all that the project has, and makes columns of them. */
export function ColumnPicker({ project, columns, change }: ColumnPickerProps) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} width={420} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<ColumnsIcon size={14} />}
          aria-expanded={opened}
          onClick={() => setOpened((now) => !now)}
        >
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={10}>
        <Picker project={project} columns={columns} change={change} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Picker({ project, columns, change }: ColumnPickerProps) {
  const [text, setText] = useState('');
  const found = useQuery({
    queryKey: ['definitions', project, text],
    queryFn: ({ signal }) =>
      queryDefinitions({ project, filter: parseExtendedRegex(text), limit: entriesMax }, signal),
    placeholderData: keepPreviousData,
  });
  const toggle = (definition: Definition) => {
    const column = columnOf(definition);
    const isThere = columns.some((one) => sameAttribute(one, column));
    const next = isThere ? columns.filter((one) => !sameAttribute(one, column)) : [...columns, column];
    change((now) => ({ ...now, columns: next }), 'replace');
  };
  const entries = text === '' ? chosenFirst(columns, found.data?.entries ?? []) : (found.data?.entries ?? []);
  return (
    <>
      <FilterInput label="Search attributes (regex)" value={text} onChange={setText} />
      {found.isError ? (
        <div className={classes.note} role="alert">
          {explain(found.error)}
        </div>
      ) : (
        <>
          <div className={classes.note}>
            {found.isPending
              ? 'Looking…'
              : `${formatCount(entries.length)}${found.data?.more ? '+' : ''} attributes, ${columns.length} shown`}
          </div>
          <List entries={entries} columns={columns} toggle={toggle} />
        </>
      )}
    </>
  );
}

function chosenFirst(columns: readonly Column[], entries: readonly Definition[]): Definition[] {
  const chosen = columns.map(({ path, type }) => ({ name: path, type }));
  const keys = new Set(chosen.map(({ name, type }) => `${type}:${name}`));
  return [...chosen, ...entries.filter(({ name, type }) => !keys.has(`${type}:${name}`))];
}

interface ListProps {
  entries: readonly Definition[];
  columns: readonly Column[];
  toggle: (definition: Definition) => void;
}

function List({ entries, columns, toggle }: ListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const chosen = new Set(columns.map(({ path, type }) => `${type}:${path}`));
  return (
    <div ref={scroller} className={classes.list} role="group" aria-label="Attributes">
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const definition = entries[item.index]!;
          const key = `${definition.type}:${definition.name}`;
          return (
            <label key={key} className={classes.item} style={{ transform: `translateY(${item.start}px)` }}>
              <Checkbox checked={chosen.has(key)} onChange={() => toggle(definition)} />
              <bdi className="name" title={definition.name}>
                {definition.name}
              </bdi>
              <span className={classes.type}>{definition.type}</span>
            </label>
          );
        })}
      </div>
    </div>
  );
}
