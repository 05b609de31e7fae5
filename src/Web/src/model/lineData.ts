/**
 * The points of one line as columns. A row is a bucket: the points that share a pixel, in order of x. Where a figure is
 * absent (a bucket of nothing but NaN has no mean) the column holds NaN.
 */
export interface LineData {
  /** x of the bucket's first point. */
  x: Float64Array;
  /** x of its last point. */
  xTo: Float64Array;
  mean: Float64Array;
  /** The bucket's first finite value. */
  first: Float64Array;
  /** Its last one. */
  last: Float64Array;
  min: Float64Array;
  max: Float64Array;
  /** Standard deviation of its finite values; NaN where it was not asked for. */
  std: Float64Array;
  /** Finite points. */
  count: Float64Array;
  nan: Float64Array;
  posInf: Float64Array;
  negInf: Float64Array;
  /** Of all points, those that are previews: they may still change, or vanish. */
  previews: Float64Array;
  /** Completion of the least complete preview, from 0 to 1. */
  completion: Float64Array;
  /** The step of the first finite point; of the last one. */
  step: Float64Array;
  stepTo: Float64Array;
  /** Why there are no points, as a sentence, where the server says so. */
  missing?: string;
}

/** Where buckets lie: the first ends at `from`, and the others are this wide; in logarithms where x is logarithmic. */
export interface BucketGrid {
  from: number;
  width: number;
}

export const columnNames = [
  'x',
  'xTo',
  'mean',
  'first',
  'last',
  'min',
  'max',
  'std',
  'count',
  'nan',
  'posInf',
  'negInf',
  'previews',
  'completion',
  'step',
  'stepTo',
] as const;
/** Counts: 0, not NaN, where a server leaves the column out. */
export const countNames: readonly string[] = ['count', 'nan', 'posInf', 'negInf', 'previews'];

export function emptyLine(): LineData {
  return buildLine(() => new Float64Array(0));
}

export function buildLine(column: (name: (typeof columnNames)[number]) => Float64Array): LineData {
  const columns: Partial<Record<(typeof columnNames)[number], Float64Array>> = {};
  for (const name of columnNames) columns[name] = column(name);
  return columns as LineData;
}

/** All points of a bucket, finite or not. */
export function pointsOf({ count, nan, posInf, negInf }: LineData, row: number): number {
  return count[row]! + nan[row]! + posInf[row]! + negInf[row]!;
}

/** The row whose x is nearest, or -1. */
export function nearestRow({ x }: LineData, at: number): number {
  if (x.length === 0) return -1;
  let low = 0;
  let high = x.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low > 0 && at - x[low - 1]! <= x[low]! - at ? low - 1 : low;
}
