import type { Datum } from '../../model/scale';

export interface Bar {
  /** Place of the run. */
  run: number;
  value: number;
  /** Where the bar begins and ends, 0 at the left and 1 at the right; zero lies within. */
  from: number;
  to: number;
}

/** A bar from zero to each number, the greatest first, and the runs that have none. */
export function bars(values: readonly Datum[]): { bars: Bar[]; zero: number; missing: number[] } {
  const numbers = values.flatMap((value, run) =>
    typeof value === 'number' && Number.isFinite(value) ? [{ run, value }] : [],
  );
  const min = numbers.reduce((least, { value }) => Math.min(least, value), 0);
  const max = numbers.reduce((most, { value }) => Math.max(most, value), 0);
  const span = max - min || 1;
  const zero = -min / span;
  const shown = new Set(numbers.map(({ run }) => run));
  return {
    zero,
    bars: numbers
      .map(({ run, value }) => {
        const at = (value - min) / span;
        return { run, value, from: Math.min(zero, at), to: Math.max(zero, at) };
      })
      .sort((a, b) => b.value - a.value || a.run - b.run),
    missing: values.map((_, run) => run).filter((run) => !shown.has(run)),
  };
}
