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
  /** The bucket's first finite value. */
  first: Float64Array;
  /** Its last one. */
  last: Float64Array;
  min: Float64Array;
  max: Float64Array;
  /** Finite points. */
  count: Float64Array;
  nan: Float64Array;
  posInf: Float64Array;
  negInf: Float64Array;
  /** Of all points, those that are previews: they may still change, or vanish. */
  previews: Float64Array;
  /** How far the least complete of these is, from 0 to 1. */
  completion: Float64Array;
  /** The step of the first finite point; of the last one. */
  step: Float64Array;
  stepTo: Float64Array;
}

/** Where buckets lie: the first ends at `from`, and the others are this wide; in logarithms where x is logarithmic. */
export interface Grid {
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
  'count',
  'nan',
  'posInf',
  'negInf',
  'previews',
  'completion',
  'step',
  'stepTo',
] as const;
/** Of these a server that says nothing means none. */
export const countNames: readonly string[] = ['count', 'nan', 'posInf', 'negInf', 'previews'];

export function emptyColumns(): SeriesColumns {
  return build(() => new Float64Array(0));
}

export function build(column: (name: (typeof columnNames)[number]) => Float64Array): SeriesColumns {
  const columns: Partial<Record<(typeof columnNames)[number], Float64Array>> = {};
  for (const name of columnNames) columns[name] = column(name);
  return columns as SeriesColumns;
}

/** All points of a bucket, finite or not. */
export function pointsOf({ count, nan, posInf, negInf }: SeriesColumns, row: number): number {
  return count[row]! + nan[row]! + posInf[row]! + negInf[row]!;
}

/**
 * The last edge between buckets before which nothing changes any more on any of the lines: their last buckets may have
 * grown, and previews give way to points.
 *
 * @returns null if there is none, or a bucket of a line reaches beyond it, as those do that end with chunks of points.
 */
export function commonCut(lines: readonly SeriesColumns[], { from, width }: Grid, isLog: boolean): number | null {
  const start = Math.min(...lines.map(({ x, previews }) => {
    const preview = previews.findIndex((points) => points > 0);
    return x[preview < 0 ? x.length - 1 : preview] ?? NaN;
  }));
  const edges = Math.ceil(((isLog ? Math.log(start) : start) - from) / width) - 1;
  if (!Number.isFinite(edges) || edges < 1) return null;
  const edge = from + width * edges;
  const cut = isLog ? Math.exp(edge) : edge;
  return lines.every((line) => rowsTo(line.x, cut) === rowsTo(line.xTo, cut)) ? cut : null;
}

/** How many lie at or before a place. */
export function rowsTo(x: Float64Array, at: number): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * How many rows of a line no refresh changes: those before its last bucket, which may have grown, and before previews,
 * which give way to points. They end with a bucket of finite points alone, so that the step of its last one tells
 * where the rest begins.
 */
export function rowsKept({ x, count, nan, posInf, negInf, previews }: SeriesColumns): number {
  const preview = previews.findIndex((points) => points > 0);
  let keep = Math.max(0, preview < 0 ? x.length - 1 : preview);
  while (keep > 0 && !(count[keep - 1]! > 0 && nan[keep - 1]! + posInf[keep - 1]! + negInf[keep - 1]! === 0)) keep--;
  return keep;
}

/** The last edge between buckets that lies before a place, and none before the first one. */
export function edgeBefore(at: number, { from, width }: Grid, isLog: boolean): number {
  const edge = from + width * Math.max(0, Math.ceil(((isLog ? Math.log(at) : at) - from) / width) - 1);
  return isLog ? Math.exp(edge) : edge;
}

/**
 * Puts what was fetched behind the first rows of a line in place of what was known there.
 *
 * @param tail the first bucket holds all that lies before.
 * @returns null if that is not what is known: then the line is to be fetched as a whole.
 */
export function withTail(known: SeriesColumns, tail: SeriesColumns, keep: number): SeriesColumns | null {
  let points = 0;
  for (let row = 0; row < keep; row++) points += pointsOf(known, row);
  if (tail.x.length === 0 || points !== pointsOf(tail, 0)) return null;
  return build((name) => {
    const column = new Float64Array(keep + tail.x.length - 1);
    column.set(known[name].subarray(0, keep));
    column.set(tail[name].subarray(1), keep);
    return column;
  });
}

/**
 * The part of a line within a range: of all that lies before only the last point, and of all behind only the first, so
 * that the line comes in and goes out where it does.
 *
 * @param columns fetched for this range: what lies outside is in the first and the last bucket.
 */
export function within(columns: SeriesColumns, from: number, to: number): SeriesColumns {
  const rows = columns.x.length;
  const isBefore = rows > 0 && columns.xTo[0]! <= from;
  const isBehind = rows > 0 && columns.x[rows - 1]! > to;
  if (!isBefore && !isBehind) return columns;
  const low = isBefore && !(columns.count[0]! > 0) ? 1 : 0;
  const high = isBehind && !(columns.count[rows - 1]! > 0) ? rows - 1 : rows;
  const cut = build((name) => columns[name].slice(low, high));
  if (isBefore && low === 0) single(cut, 0, cut.xTo[0]!, cut.stepTo[0]!, cut.last[0]!);
  if (isBehind && high === rows) single(cut, high - low - 1, cut.x.at(-1)!, cut.step.at(-1)!, cut.first.at(-1)!);
  return cut;
}

function single(columns: SeriesColumns, row: number, x: number, step: number, y: number) {
  for (const name of columnNames) columns[name][row] = 0;
  columns.x[row] = columns.xTo[row] = x;
  columns.step[row] = columns.stepTo[row] = step;
  for (const name of ['mean', 'first', 'last', 'min', 'max'] as const) columns[name][row] = y;
  columns.count[row] = 1;
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
