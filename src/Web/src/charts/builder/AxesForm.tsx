import { NativeSelect, NumberInput } from '@mantine/core';
import { Suspense } from 'react';

import { lazyWithRetry } from '../../data/lazyWithRetry';
import { scaleKinds, type AxesSpec, type AxisSpec } from '../../model/axes';
import type { ChartRun } from '../../model/chartRun';
import { oneOf } from '../../model/oneOf';
import classes from './builder.module.css';
import type { FormulaChecks } from './useFormulaChecks';

const FormulaInput = lazyWithRetry(() =>
  import('../../formula/FormulaInput').then((module) => module.FormulaInput),
);

export interface AxesFormProps {
  project: string;
  runs: readonly ChartRun[];
  axes: AxesSpec;
  /** Of the formula along x. */
  checks: FormulaChecks;
  /** Whether some line has the axis on the right. */
  hasRight: boolean;
  /** @param of what is changed. */
  onChange: (axes: AxesSpec, of: string) => void;
}

/** What lies along x, and how the y axes are divided and where they end. */
export function AxesForm({ project, runs, axes, checks, hasRight, onChange }: AxesFormProps) {
  const { x = '', left = {}, right = {} } = axes;
  return (
    <div className={classes.field}>
      <span>Axes</span>
      <Suspense fallback={<div className={classes.waiting} />}>
        <FormulaInput
          project={project}
          runs={runs.map(({ id }) => id)}
          label="Metric or formula along x"
          placeholder="x as in the settings, or a metric, or a formula"
          value={x}
          diagnostics={checks.of(x)?.diagnostics ?? none}
          onChange={(next) => {
            if (next !== x) onChange({ ...axes, x: next }, 'x');
          }}
        />
      </Suspense>
      <Axis name="y" axis={left} set={(next) => onChange({ ...axes, left: next }, 'y')} />
      {hasRight && (
        <Axis name="y on the right" axis={right} set={(next) => onChange({ ...axes, right: next }, 'right')} />
      )}
    </div>
  );
}

const none: readonly never[] = [];
const usual = 'usual';

interface AxisProps {
  name: string;
  axis: AxisSpec;
  set: (axis: AxisSpec) => void;
}

function Axis({ name, axis, set }: AxisProps) {
  const limit = (which: 'from' | 'to', label: string) => (
    <NumberInput
      size="xs"
      hideControls
      aria-label={`${label} of ${name}`}
      placeholder={label}
      value={axis[which] ?? ''}
      onChange={(value) => set(withPart(axis, which, typeof value === 'number' ? value : undefined))}
    />
  );
  return (
    <div className={classes.axis}>
      <span>{name}</span>
      <NativeSelect
        size="xs"
        aria-label={`Scale of ${name}`}
        data={[
          { value: usual, label: name === 'y' ? 'As the settings say' : 'As on the left' },
          { value: 'linear', label: 'Linear' },
          { value: 'log', label: 'Logarithmic' },
        ]}
        value={axis.scale ?? usual}
        onChange={(event) => set(withPart(axis, 'scale', oneOf(scaleKinds, event.currentTarget.value) ?? undefined))}
      />
      {limit('from', 'Least')}
      {limit('to', 'Greatest')}
    </div>
  );
}

function withPart<Key extends keyof AxisSpec>(axis: AxisSpec, key: Key, value: AxisSpec[Key]): AxisSpec {
  const stated = Object.entries({ ...axis, [key]: value }).filter(([, one]) => one !== undefined);
  return Object.fromEntries(stated) as AxisSpec;
}
