import { idsQuery } from './query';
import { tableQuery, type Sort, type TableSpec } from './table';

/** Which runs of a table are drawn: the first ones, whatever it lists, or these. */
export type VisibleRuns = { kind: 'first'; count: number } | { kind: 'these'; runs: string[] };

/** Which runs to draw. It has all that is needed to find them without the page that chose them. */
export type RunSet =
  /** The first runs of a search: as new runs come, others may be the first. */
  | { kind: 'first'; count: number; query: string; experimentsOnly: boolean; sorts: readonly Sort[] }
  /** Runs that a person picked, by sys/id, in the order of `sorts`. */
  | { kind: 'these'; runs: readonly string[]; sorts: readonly Sort[] };

/** The runs of a table that are visible. */
export function runSetOf(table: TableSpec, visible: VisibleRuns): RunSet {
  const { sorts } = table;
  if (visible.kind === 'these') return { ...visible, sorts };
  return { ...visible, query: tableQuery(table), experimentsOnly: table.mode === 'experiments', sorts };
}

/** How many runs a set has at most. */
export function runSetSize(set: RunSet): number {
  return set.kind === 'first' ? set.count : set.runs.length;
}

/** The NQL that finds the runs of a set. */
export function runSetQuery(set: RunSet): string {
  return set.kind === 'first' ? set.query : idsQuery(set.runs);
}
