import type { Spread } from '../../model/chartSettings';
import { buildLine, type BucketGrid, type LineData } from '../../model/lineData';
import { bucketsOf, eachShare } from './shares';

const sums = ['count', 'nan', 'posInf', 'negInf', 'previews'] as const;

/**
 * The runs of a group as one line: at each bucket where one of them has points the average of the runs, each as much as
 * the others, and the least and the greatest value of any. A run that has no points there counts with what lies on its
 * line, as long as that has begun and is not over.
 *
 * @param lines of one chart, whose buckets lie on the grid.
 * @param spread what takes the place of the least and the greatest value: with `std` one standard deviation of the runs
 *   to both sides of the average, with `quartiles` the quartiles of the runs, around their median.
 */
export function average(
  lines: readonly LineData[],
  grid: BucketGrid,
  isLog: boolean,
  spread: Spread = 'range',
): LineData {
  const { all: buckets, of: indexes } = bucketsOf(lines, grid, isLog);
  const out = buildLine((name) => new Float64Array(buckets.length).fill(starts[name] ?? 0));
  const runs = new Float64Array(buckets.length);
  const placeOf = new Map(buckets.map((bucket, at) => [bucket, at]));
  const isSpread = spread === 'std' || spread === 'quartiles';
  const values = isSpread ? buckets.map((): Values => ({ mean: [], last: [] })) : [];
  lines.forEach((line, number) => {
    const own = indexes[number]!;
    for (let row = 0; row < own.length; row++) addCounts(out, placeOf.get(own[row]!)!, line, row);
    eachShare(line, own, buckets, (at, share) => {
      runs[at]!++;
      out.mean[at]! += share.mean;
      out.last[at]! += share.last;
      out.min[at] = Math.min(out.min[at]!, share.min);
      out.max[at] = Math.max(out.max[at]!, share.max);
      values[at]?.mean.push(share.mean);
      values[at]?.last.push(share.last);
    });
  });
  for (let at = 0; at < buckets.length; at++) finish(out, at, runs[at]!);
  values.forEach((all, at) => {
    if (all.mean.length > 0) spreadOut(out, at, all, spread);
  });
  return out;
}

/** What the runs of a group have at a bucket. */
interface Values {
  mean: number[];
  last: number[];
}

const starts: Partial<Record<keyof LineData, number>> = {
  x: Infinity,
  xTo: -Infinity,
  min: Infinity,
  max: -Infinity,
  completion: 1,
  // Of the runs, not of what a bucket holds of each.
  std: NaN,
  // Runs differ in it, where it is not the x.
  step: NaN,
  stepTo: NaN,
};

function addCounts(out: LineData, at: number, line: LineData, row: number) {
  for (const name of sums) out[name][at]! += line[name][row]!;
  out.x[at] = Math.min(out.x[at]!, line.x[row]!);
  out.xTo[at] = Math.max(out.xTo[at]!, line.xTo[row]!);
  if (line.previews[row]! > 0) out.completion[at] = Math.min(out.completion[at]!, line.completion[row]!);
}

function finish(out: LineData, at: number, runs: number) {
  const figures = ['mean', 'last', 'min', 'max'] as const;
  if (runs === 0) for (const name of figures) out[name][at] = NaN;
  else {
    out.mean[at]! /= runs;
    out.last[at]! /= runs;
  }
  out.first[at] = out.mean[at]!;
}

function spreadOut(out: LineData, at: number, { mean, last }: Values, spread: Spread) {
  if (spread === 'std') {
    const deviation = deviationOf(mean, out.mean[at]!);
    out.min[at] = out.mean[at]! - deviation;
    out.max[at] = out.mean[at]! + deviation;
    return;
  }
  mean.sort((one, other) => one - other);
  last.sort((one, other) => one - other);
  out.mean[at] = out.first[at] = quantile(mean, 0.5);
  out.last[at] = quantile(last, 0.5);
  out.min[at] = quantile(mean, 0.25);
  out.max[at] = quantile(mean, 0.75);
}

/** Of the whole, not of a sample. */
function deviationOf(values: readonly number[], mean: number): number {
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** On a straight line between two neighbors. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low === high ? low : low + (place - below) * (high - low);
}
