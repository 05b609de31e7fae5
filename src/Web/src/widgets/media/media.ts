import type { FileRef } from '../../model/attribute';

/** Files of one run by step. */
export type RunFiles = ReadonlyMap<number, FileRef>;

/** A file that stands in a column, and the step that it is of. */
export interface NearFile {
  step: number;
  file: FileRef;
}

/**
 * The columns of a grid of media: the last steps, up to one, of the run that has most files, in ascending order. Runs
 * log at different steps: columns for all of them would be empty but for one run each.
 */
export function shownSteps(runs: readonly RunFiles[], upTo: number | null, count: number): number[] {
  const steps = runs.map((files) => [...files.keys()].filter((step) => upTo === null || step <= upTo));
  const most = steps.reduce<readonly number[]>((best, one) => (one.length > best.length ? one : best), []);
  return [...most].sort((a, b) => a - b).slice(-count);
}

/**
 * What a run shows in each column: of its files behind the column before, the last one up to this one; in the last
 * column the last there is. null for none.
 *
 * @param upTo the last step that is shown; null for no bound.
 */
export function nearFiles(files: RunFiles, columns: readonly number[], upTo: number | null): (NearFile | null)[] {
  const own = [...files.keys()].sort((a, b) => a - b);
  return columns.map((column, at) => {
    const before = columns[at - 1] ?? -Infinity;
    const end = at === columns.length - 1 ? (upTo ?? Infinity) : column;
    const step = own.findLast((one) => one <= end && one > before);
    return step === undefined ? null : { step, file: files.get(step)! };
  });
}
