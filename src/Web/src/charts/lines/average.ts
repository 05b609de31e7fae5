import { buildLine, type BucketGrid, type LineData } from '../../model/lineData';

/** A figure of one run at the bucket of a group: as logged, or between its neighbors. */
interface Share {
  mean: number;
  last: number;
  min: number;
  max: number;
}

const sums = ['count', 'nan', 'posInf', 'negInf', 'previews'] as const;

/**
 * The runs of a group as one line: at each bucket where one of them has points the average of the runs, each as much as
 * the others, and the least and the greatest value of any. A run that has no points there counts with what lies on its
 * line, as long as that has begun and is not over.
 *
 * @param lines of one chart, whose buckets lie on the grid.
 */
export function average(lines: readonly LineData[], grid: BucketGrid, isLog: boolean): LineData {
  const indexes = lines.map((line) => Array.from(line.x, (x) => bucketOf(x, grid, isLog)));
  const buckets = [...new Set(indexes.flat())].sort((a, b) => a - b);
  const out = buildLine((name) => new Float64Array(buckets.length).fill(starts[name] ?? 0));
  const runs = new Float64Array(buckets.length);
  const placeOf = new Map(buckets.map((bucket, at) => [bucket, at]));
  lines.forEach((line, number) => {
    const own = indexes[number]!;
    for (let row = 0; row < own.length; row++) addCounts(out, placeOf.get(own[row]!)!, line, row);
    eachShare(line, own, buckets, (at, share) => {
      runs[at]!++;
      out.mean[at]! += share.mean;
      out.last[at]! += share.last;
      out.min[at] = Math.min(out.min[at]!, share.min);
      out.max[at] = Math.max(out.max[at]!, share.max);
    });
  });
  for (let at = 0; at < buckets.length; at++) finish(out, at, runs[at]!);
  return out;
}

const starts: Partial<Record<keyof LineData, number>> = {
  x: Infinity,
  xTo: -Infinity,
  min: Infinity,
  max: -Infinity,
  completion: 1,
  // Runs differ in it, where it is not the x.
  step: NaN,
  stepTo: NaN,
};

function bucketOf(x: number, { from, width }: BucketGrid, isLog: boolean): number {
  const at = ((isLog ? Math.log(x) : x) - from) / width;
  return at > 0 ? Math.ceil(at) : 0;
}

function addCounts(out: LineData, at: number, line: LineData, row: number) {
  for (const name of sums) out[name][at]! += line[name][row]!;
  out.x[at] = Math.min(out.x[at]!, line.x[row]!);
  out.xTo[at] = Math.max(out.xTo[at]!, line.xTo[row]!);
  if (line.previews[row]! > 0) out.completion[at] = Math.min(out.completion[at]!, line.completion[row]!);
}

/** The shares of one line: of every bucket of the group from its first point to its last. */
function eachShare(
  line: LineData,
  own: readonly number[],
  buckets: readonly number[],
  take: (at: number, share: Share) => void,
) {
  let before = -1;
  let at = 0;
  for (let row = 0; row < own.length; row++) {
    if (!(line.count[row]! > 0)) {
      // Where a line is broken nothing lies on it.
      before = -1;
      continue;
    }
    while (buckets[at]! < own[row]!) {
      if (before >= 0 && buckets[at]! > own[before]!) {
        take(at, between(line, before, row, (buckets[at]! - own[before]!) / (own[row]! - own[before]!)));
      }
      at++;
    }
    take(at, { mean: line.mean[row]!, last: line.last[row]!, min: line.min[row]!, max: line.max[row]! });
    before = row;
  }
}

function between({ mean, last }: LineData, before: number, row: number, share: number): Share {
  const value = mean[before]! + share * (mean[row]! - mean[before]!);
  return { mean: value, last: last[before]! + share * (last[row]! - last[before]!), min: value, max: value };
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
