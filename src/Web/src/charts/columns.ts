/**
 * The points of one line as columns. A row is a bucket: the points that share a pixel, in order of x. Where a figure is
 * absent (a bucket of nothing but NaN has no mean) the column holds NaN.
 */
export interface SeriesColumns {
  /** x of the bucket's first point. */
  x: Float64Array;
  /** x of its last point. */
  xTo: Float64Array;
  mean: Float64Array;
  /** The bucket's last finite value. */
  last: Float64Array;
  min: Float64Array;
  max: Float64Array;
  /** Finite points. */
  count: Float64Array;
  nan: Float64Array;
  posInf: Float64Array;
  negInf: Float64Array;
}

export const columnNames = ['x', 'xTo', 'mean', 'last', 'min', 'max', 'count', 'nan', 'posInf', 'negInf'] as const;

export function emptyColumns(): SeriesColumns {
  return build(() => new Float64Array(0));
}

export function build(column: (name: (typeof columnNames)[number]) => Float64Array): SeriesColumns {
  const columns: Partial<Record<(typeof columnNames)[number], Float64Array>> = {};
  for (const name of columnNames) columns[name] = column(name);
  return columns as SeriesColumns;
}

/**
 * Puts the newest part of a line behind what is known of it. Known buckets that reach into the new part give way, since
 * the last of them may have grown.
 */
export function appendTail(known: SeriesColumns, tail: SeriesColumns): SeriesColumns {
  if (tail.x.length === 0) return known;
  const start = tail.x[0]!;
  let keep = known.x.length;
  while (keep > 0 && known.xTo[keep - 1]! >= start) keep--;
  if (keep === 0) return tail;
  return build((name) => {
    const column = new Float64Array(keep + tail.x.length);
    column.set(known[name].subarray(0, keep));
    column.set(tail[name], keep);
    return column;
  });
}

/**
 * Joins neighbouring buckets until each is about `width` wide. Every figure is what one bucket over the same points
 * would have: means weigh their counts.
 */
export function coarsen(columns: SeriesColumns, width: number): SeriesColumns {
  const starts: number[] = [];
  for (let row = 0; row < columns.x.length; row++) {
    const start = starts.at(-1);
    if (start === undefined || columns.xTo[row]! - columns.x[start]! > width) starts.push(row);
  }
  if (starts.length === columns.x.length) return columns;
  const joined = build(() => new Float64Array(starts.length));
  starts.forEach((start, at) => join(columns, start, starts[at + 1] ?? columns.x.length, joined, at));
  return joined;
}

function join(from: SeriesColumns, start: number, end: number, to: SeriesColumns, at: number) {
  let sum = 0;
  let count = 0;
  let min = Infinity;
  let max = -Infinity;
  let last = NaN;
  for (let row = start; row < end; row++) {
    to.nan[at]! += from.nan[row]!;
    to.posInf[at]! += from.posInf[row]!;
    to.negInf[at]! += from.negInf[row]!;
    if (!(from.count[row]! > 0)) continue;
    last = from.last[row]!;
    sum += from.mean[row]! * from.count[row]!;
    count += from.count[row]!;
    min = Math.min(min, from.min[row]!);
    max = Math.max(max, from.max[row]!);
  }
  to.x[at] = from.x[start]!;
  to.xTo[at] = from.xTo[end - 1]!;
  to.count[at] = count;
  to.mean[at] = count > 0 ? sum / count : NaN;
  to.last[at] = last;
  to.min[at] = count > 0 ? min : NaN;
  to.max[at] = count > 0 ? max : NaN;
}

/** How much of the x axis all lines take, from the first point of any to the last. */
export function spanOf(lines: readonly SeriesColumns[]): number {
  let low = Infinity;
  let high = -Infinity;
  for (const { x, xTo } of lines) {
    if (x.length === 0) continue;
    low = Math.min(low, x[0]!);
    high = Math.max(high, xTo[x.length - 1]!);
  }
  return low < high ? high - low : 0;
}

/** From where a refresh has to ask again: the last bucket may have grown. null when nothing is known. */
export function tailStart(lines: readonly SeriesColumns[]): number | null {
  let start = Infinity;
  for (const { x } of lines) if (x.length > 0) start = Math.min(start, x[x.length - 1]!);
  return Number.isFinite(start) ? start : null;
}

/** The row whose x is nearest, or -1. */
export function nearestRow({ x }: SeriesColumns, at: number): number {
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
