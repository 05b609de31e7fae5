import type { BucketGrid, LineData } from '../../model/lineData';

/** A figure of one line at a bucket of several: as logged, or between its neighbors. */
export interface Share {
  mean: number;
  last: number;
  min: number;
  max: number;
}

/** The buckets in which any of the lines has points, in order, and for each line those of its rows. */
export interface Buckets {
  all: readonly number[];
  of: readonly (readonly number[])[];
}

export function bucketsOf(lines: readonly LineData[], grid: BucketGrid, isLog: boolean): Buckets {
  const of = lines.map((line) => Array.from(line.x, (x) => bucketOf(x, grid, isLog)));
  return { all: [...new Set(of.flat())].sort((a, b) => a - b), of };
}

function bucketOf(x: number, { from, width }: BucketGrid, isLog: boolean): number {
  const at = ((isLog ? Math.log(x) : x) - from) / width;
  return at > 0 ? Math.ceil(at) : 0;
}

/** The shares of one line: of every bucket of the others from its first point to its last. */
export function eachShare(
  line: Pick<LineData, 'count' | keyof Share>,
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

function between({ mean, last }: Pick<LineData, 'mean' | 'last'>, before: number, row: number, share: number): Share {
  const value = mean[before]! + share * (mean[row]! - mean[before]!);
  return { mean: value, last: last[before]! + share * (last[row]! - last[before]!), min: value, max: value };
}
