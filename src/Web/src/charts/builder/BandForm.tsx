import { NativeSelect } from '@mantine/core';

import type { Band, BandKind } from '../../model/band';
import type { ChartRun } from '../../model/chartRun';
import { lazyWithRetry } from '../../data/lazyWithRetry';
import classes from './builder.module.css';
import type { FormulaChecks } from './useFormulaChecks';

const FormulaInput = lazyWithRetry(() =>
  import('../../formula/FormulaInput').then((module) => module.FormulaInput),
);

export interface BandFormProps {
  project: string;
  runs: readonly ChartRun[];
  /** The line that it surrounds, such as 1. */
  number: number;
  /** Its filter chooses the metrics: no formula belongs to each of them. */
  isOfSeveral: boolean;
  band: Band | undefined;
  checks: FormulaChecks;
  onChange: (band: Band | undefined) => void;
}

const kinds: { value: BandKind | 'usual'; label: string }[] = [
  { value: 'usual', label: 'As the settings say' },
  { value: 'none', label: 'None' },
  { value: 'minmax', label: 'Min-max' },
  { value: 'std', label: '± standard deviation' },
  { value: 'around', label: '± a formula' },
  { value: 'between', label: 'Between two formulas' },
];

const first: Record<BandKind, Band> = {
  none: { kind: 'none' },
  minmax: { kind: 'minmax' },
  std: { kind: 'std' },
  around: { kind: 'around', by: '' },
  between: { kind: 'between', low: '', high: '' },
};

function isOfFormulas(kind: BandKind | 'usual'): boolean {
  return kind === 'around' || kind === 'between';
}

/** What surrounds a line: nothing, its own extremes, or formulas. */
export function BandForm({ project, runs, number, isOfSeveral, band, checks, onChange }: BandFormProps) {
  const box = (label: string, text: string, set: (text: string) => void) => (
    <FormulaInput
      project={project}
      runs={runs.map((run) => run.id)}
      label={`${label} of line ${number}`}
      placeholder="val/std, or a formula"
      value={text}
      diagnostics={checks.of(text)?.diagnostics ?? none}
      onChange={set}
    />
  );
  return (
    <div className={classes.field}>
      <NativeSelect
        size="xs"
        label="Band"
        aria-label={`Band of line ${number}`}
        data={isOfSeveral ? kinds.filter(({ value }) => !isOfFormulas(value)) : kinds}
        value={band?.kind ?? 'usual'}
        onChange={(event) => {
          const kind = event.currentTarget.value as BandKind | 'usual';
          onChange(kind === 'usual' ? undefined : first[kind]);
        }}
      />
      {band?.kind === 'around' && box('Half width of the band', band.by, (by) => onChange({ ...band, by }))}
      {band?.kind === 'between' && (
        <>
          {box('Lower edge', band.low, (low) => onChange({ ...band, low }))}
          {box('Upper edge', band.high, (high) => onChange({ ...band, high }))}
        </>
      )}
    </div>
  );
}

const none: readonly never[] = [];
