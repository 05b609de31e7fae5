import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { queryDefinitions } from '../../api/attributes';
import type { ChartRun } from '../../model/chartRun';
import classes from './builder.module.css';

export interface ExamplesMenuProps {
  project: string;
  runs: readonly ChartRun[];
  insert: (formula: string) => void;
}

const namesMax = 2000;
const runsMax = 10;

/** What people ask, written with the names of these runs' metrics. */
export function ExamplesMenu({ project, runs, insert }: ExamplesMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const ids = runs.slice(0, runsMax).map((run) => run.id);
  const { data = [], isPending } = useQuery({
    queryKey: ['formula examples', project, ids],
    queryFn: async ({ signal }) => {
      const { examplesOf } = await import('../../formula/examples');
      const found = await queryDefinitions({ project, runs: ids, types: ['floatSeries'], limit: namesMax }, signal);
      return examplesOf(found.entries.map(({ name }) => name));
    },
    enabled: isOpen,
    staleTime: 60_000,
  });
  return (
    <Menu opened={isOpen} onChange={setOpen} withinPortal={false} width={330}>
      <Menu.Target>
        <Button size="compact-xs" variant="subtle">
          Examples
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {data.map(({ label, formula }) => (
          <Menu.Item key={label} onClick={() => insert(formula)}>
            {label}
            <div className={classes.formula}>{formula}</div>
          </Menu.Item>
        ))}
        {data.length === 0 && (
          <Menu.Label>{isPending ? 'Loading' : 'Nothing fits the names of these metrics.'}</Menu.Label>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
