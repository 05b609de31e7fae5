import { edgesOf } from './band';
import type { LineSpec } from './chart';

/** A line of a chart, and where its figures are among those that were asked for. */
export interface PlannedLine {
  spec: LineSpec;
  at: number;
  /** The edges of its band, where it has one by formulas. */
  band: { low: number; high: number } | null;
}

/** What a chart asks for of each run, and what it makes of that. */
export interface ChartPlan {
  /** Each once, however many lines it is part of. */
  formulas: readonly string[];
  lines: readonly PlannedLine[];
}

export function planOf(lines: readonly LineSpec[]): ChartPlan {
  const places = new Map<string, number>();
  const placeOf = (formula: string) => {
    const known = places.get(formula);
    if (known === undefined) places.set(formula, places.size);
    return known ?? places.size - 1;
  };
  // Lines first: what is told of a run's line is at the line's own place.
  const at = lines.map(({ formula }) => placeOf(formula));
  const planned = lines.map((spec, index): PlannedLine => {
    const edges = edgesOf(spec.formula, spec.band);
    const band = edges === null ? null : { low: placeOf(edges.low), high: placeOf(edges.high) };
    return { spec, at: at[index]!, band };
  });
  return { formulas: [...places.keys()], lines: planned };
}
