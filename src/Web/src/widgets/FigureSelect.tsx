import { Button } from '@mantine/core';
import { Suspense, useState } from 'react';

import { FormulaIcon } from '../components/icons';
import { Loading } from '../components/States';
import { lazyWithRetry } from '../data/lazyWithRetry';
import type { ChartRun } from '../model/chartRun';
import { FieldSelect, type FieldSelectProps } from '../pickers/FieldSelect';

const ScalarForm = lazyWithRetry(() =>
  import('../formula/ScalarForm').then((module) => module.ScalarForm),
);

export interface FigureSelectProps extends Omit<FieldSelectProps, 'more'> {
  runs: readonly ChartRun[];
  /** sys/id of the run that formulas mean by `baseline()`. */
  baseline: string | null;
}

/** What a widget shows of each run: an attribute, or a formula that is one number a run. */
export function FigureSelect({ runs, baseline, ...select }: FigureSelectProps) {
  const more = (close: () => void) => <FormulaChoice {...select} runs={runs} baseline={baseline} close={close} />;
  return <FieldSelect {...select} more={more} />;
}

function FormulaChoice({ project, runs, baseline, value, set, close }: FigureSelectProps & { close: () => void }) {
  const [isOpen, setOpen] = useState(value?.type === 'formula');
  if (!isOpen) {
    return (
      <Button
        mb={8}
        size="compact-xs"
        variant="subtle"
        leftSection={<FormulaIcon size={13} />}
        onClick={() => setOpen(true)}
      >
        A formula
      </Button>
    );
  }
  return (
    <Suspense fallback={<Loading label="Loading the box" />}>
      <ScalarForm
        project={project}
        runs={runs.map(({ id }) => id)}
        baseline={baseline}
        value={value}
        action="Show this"
        choose={(field) => {
          set(field);
          close();
        }}
      />
    </Suspense>
  );
}
