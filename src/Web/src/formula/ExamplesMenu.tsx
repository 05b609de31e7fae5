import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { queryDefinitions } from '../api/attributes';
import classes from './ExamplesMenu.module.css';
import type { Example, ExampleKind } from './examples';

export interface ExamplesMenuProps {
  project: string;
  /** sys/id of the runs whose names are used; none: all of the project. */
  runs: readonly string[];
  /** Which are wanted: lines, or one number a run. */
  kind: ExampleKind;
  insert: (example: Example) => void;
}

const namesMax = 2000;
const runsMax = 10;

/** What people ask, written with the names of these runs' metrics. */
export function ExamplesMenu({ project, runs, kind, insert }: ExamplesMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const ids = runs.slice(0, runsMax);
  const { data = [], isPending } = useQuery({
    queryKey: ['formula examples', project, ids, kind],
    queryFn: async ({ signal }) => {
      const { examplesOf } = await import('./examples');
      const of = { project, ...(ids.length > 0 ? { runs: ids } : {}), limit: namesMax };
      const [series, configs] = await Promise.all([
        queryDefinitions({ ...of, types: ['floatSeries'] }, signal),
        queryDefinitions({ ...of, types: ['float', 'int'] }, signal),
      ]);
      const names = ({ entries }: typeof series) => entries.map(({ name }) => name);
      return examplesOf(names(series), names(configs), kind);
    },
    enabled: isOpen,
    staleTime: 60_000,
  });
  const ready = data.filter(({ lacks }) => lacks.length === 0);
  const others = data.filter(({ lacks }) => lacks.length > 0);
  const item = (example: Example) => (
    <Menu.Item key={example.label} onClick={() => insert(example)}>
      {example.label}
      <div className={classes.formula}>{example.formula}</div>
      {example.x !== undefined && <div className={classes.formula}>x: {example.x}</div>}
    </Menu.Item>
  );
  return (
    <Menu opened={isOpen} onChange={setOpen} withinPortal={false} width={380}>
      <Menu.Target>
        <Button size="compact-xs" variant="subtle">
          Examples
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.list!}>
        {ready.map(item)}
        {others.length > 0 && <Menu.Label>With names that these runs do not have: put yours in their place</Menu.Label>}
        {others.map(item)}
        {data.length === 0 && isPending && <Menu.Label>Loading</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}
