import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';

import {
  emptyComposition,
  readComposition,
  typedComposition,
  type Against,
  type Combining,
  type Composition,
  type Operand,
  type Operation,
  type Smoother,
} from '../../formula/compose';
import type { ChartRun } from '../../model/chartRun';
import { MetricInput } from '../../pickers/MetricInput';
import classes from './builder.module.css';

export interface ComposerProps {
  project: string;
  runs: readonly ChartRun[];
  /** The line that is composed, such as 1. */
  number: number;
  text: string;
  /** Which operation is chosen at first, where the text has none. */
  operation?: Operation | undefined;
  onChange: (text: string) => void;
}

/** Writes a formula by choosing: metrics, an operation, smoothing, and what it is set against. */
export function Composer({ project, runs, number, text, operation = 'none', onChange }: ComposerProps) {
  // What is half chosen is not in the text: it is kept here, as long as nobody writes something else.
  const [own, setOwn] = useState<Composition | null>(() => started(text, operation));
  const isOwn = own !== null && typedComposition(own) === text;
  const read = isOwn ? own : readComposition(text);
  const now = read ?? emptyComposition;
  const set = (part: Partial<Composition>) => {
    const next = { ...now, ...part };
    setOwn(next);
    onChange(typedComposition(next));
  };
  const which = (label: string) => `${label} of line ${number}`;
  return (
    <div className={classes.composer} role="group" aria-label={which('Parts')}>
      {read === null && (
        <p className={classes.hint}>This formula was written by hand. Choosing here writes another one in its place.</p>
      )}
      <OperandField
        {...{ project, runs }}
        label={which('First metric')}
        value={now.of}
        set={(of) => set({ of })}
      />
      <div className={classes.parts}>
        <NativeSelect
          size="xs"
          aria-label={which('Operation')}
          data={operationLabels}
          value={now.operation}
          onChange={(event) => set({ operation: event.currentTarget.value as Operation })}
        />
        {now.operation !== 'none' && (
          <OperandField
            {...{ project, runs }}
            label={which('Second metric')}
            value={now.other}
            set={(other) => set({ other })}
          />
        )}
      </div>
      <div className={classes.parts}>
        <NativeSelect
          size="xs"
          aria-label={which('Smoothing')}
          data={smootherLabels}
          value={now.smoother}
          onChange={(event) => set({ smoother: event.currentTarget.value as Smoother })}
        />
        {now.smoother !== 'none' && (
          <TextInput
            size="xs"
            aria-label={which('Window')}
            title="Steps, or time such as 10m, or points such as 100pt"
            value={now.window}
            onChange={(event) => set({ window: event.currentTarget.value })}
          />
        )}
        <NativeSelect
          size="xs"
          aria-label={which('Relative to')}
          data={againstLabels}
          value={now.against}
          onChange={(event) => set({ against: event.currentTarget.value as Against })}
        />
      </div>
    </div>
  );
}

function started(text: string, operation: Operation): Composition | null {
  const read = readComposition(text);
  return read === null || read.operation !== 'none' ? read : { ...read, operation };
}

interface OperandFieldProps {
  project: string;
  runs: readonly ChartRun[];
  label: string;
  value: Operand;
  set: (value: Operand) => void;
}

function OperandField({ project, runs, label, value, set }: OperandFieldProps) {
  const by = value.kind === 'metric' ? 'metric' : value.by;
  return (
    <div className={classes.operand}>
      <NativeSelect
        size="xs"
        aria-label={`Kind of: ${label}`}
        data={operandLabels}
        value={by}
        onChange={(event) => {
          const next = event.currentTarget.value;
          const match = value.kind === 'all' ? value.match : '';
          set(next === 'metric' ? { kind: 'metric', path: '' } : { kind: 'all', match, by: next as Combining });
        }}
      />
      {value.kind === 'metric' ? (
        <MetricInput
          {...{ project, runs, label }}
          placeholder="Metric"
          value={value.path}
          onChange={(path) => set({ kind: 'metric', path })}
        />
      ) : (
        <TextInput
          size="xs"
          aria-label={label}
          placeholder="^layers/\d+/grad_norm$"
          value={value.match}
          onChange={(event) => set({ ...value, match: event.currentTarget.value })}
        />
      )}
    </div>
  );
}

const operandLabels: { value: 'metric' | Combining; label: string }[] = [
  { value: 'metric', label: 'Metric' },
  { value: 'mean', label: 'Mean of all matching' },
  { value: 'median', label: 'Median of all matching' },
  { value: 'max', label: 'Largest of all matching' },
  { value: 'min', label: 'Least of all matching' },
  { value: 'sum', label: 'Sum of all matching' },
  { value: 'std', label: 'Deviation of all matching' },
  { value: 'range', label: 'Range of all matching' },
  { value: 'count', label: 'Number of all matching' },
];

const operationLabels: { value: Operation; label: string }[] = [
  { value: 'none', label: 'By itself' },
  { value: '-', label: 'minus' },
  { value: '/', label: 'divided by' },
  { value: '+', label: 'plus' },
  { value: '*', label: 'times' },
];

const smootherLabels: { value: Smoother; label: string }[] = [
  { value: 'none', label: 'Not smoothed' },
  { value: 'roll_mean', label: 'Moving average' },
  { value: 'roll_median', label: 'Moving median' },
  { value: 'ema', label: 'Exponential average' },
];

const againstLabels: { value: Against; label: string }[] = [
  { value: 'none', label: 'As it is' },
  { value: 'difference', label: 'minus the baseline run' },
  { value: 'ratio', label: 'divided by the baseline run' },
  { value: 'better', label: 'better than the baseline, %' },
  { value: 'parent', label: 'minus the run it was forked from' },
  { value: 'best', label: 'least so far' },
];
