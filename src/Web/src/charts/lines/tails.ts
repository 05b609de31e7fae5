import { buildLine, columnNames, pointsOf, type BucketGrid, type LineData } from '../../model/lineData';

/**
 * The last edge between buckets before which nothing changes any more on any of the lines: their last buckets may have
 * grown, and previews give way to points.
 *
 * @returns null if there is none, or if a bucket of a line crosses it, as buckets that end with a rollup do.
 */
export function commonCut(lines: readonly LineData[], { from, width }: BucketGrid, isLog: boolean): number | null {
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
export function rowsKept({ x, count, nan, posInf, negInf, previews }: LineData): number {
  const preview = previews.findIndex((points) => points > 0);
  let keep = Math.max(0, preview < 0 ? x.length - 1 : preview);
  while (keep > 0 && !(count[keep - 1]! > 0 && nan[keep - 1]! + posInf[keep - 1]! + negInf[keep - 1]! === 0)) keep--;
  return keep;
}

/** The last edge between buckets that lies before a place, and none before the first one. */
export function edgeBefore(at: number, { from, width }: BucketGrid, isLog: boolean): number {
  const edge = from + width * Math.max(0, Math.ceil(((isLog ? Math.log(at) : at) - from) / width) - 1);
  return isLog ? Math.exp(edge) : edge;
}

/**
 * Replaces what follows the first rows of a line by what was fetched.
 *
 * @param tail the first bucket holds all that lies before.
 * @returns null if that is not what is known: then the line is to be fetched as a whole.
 */
export function withTail(known: LineData, tail: LineData, keep: number): LineData | null {
  let points = 0;
  for (let row = 0; row < keep; row++) points += pointsOf(known, row);
  if (tail.x.length === 0 || points !== pointsOf(tail, 0)) return null;
  return buildLine((name) => {
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
export function within(columns: LineData, from: number, to: number): LineData {
  const rows = columns.x.length;
  const isBefore = rows > 0 && columns.xTo[0]! <= from;
  const isBehind = rows > 0 && columns.x[rows - 1]! > to;
  if (!isBefore && !isBehind) return columns;
  const low = isBefore && !(columns.count[0]! > 0) ? 1 : 0;
  const high = isBehind && !(columns.count[rows - 1]! > 0) ? rows - 1 : rows;
  const cut = buildLine((name) => columns[name].slice(low, high));
  if (isBefore && low === 0) single(cut, 0, cut.xTo[0]!, cut.stepTo[0]!, cut.last[0]!);
  if (isBehind && high === rows) single(cut, high - low - 1, cut.x.at(-1)!, cut.step.at(-1)!, cut.first.at(-1)!);
  return cut;
}

function single(columns: LineData, row: number, x: number, step: number, y: number) {
  for (const name of columnNames) columns[name][row] = 0;
  columns.x[row] = columns.xTo[row] = x;
  columns.step[row] = columns.stepTo[row] = step;
  for (const name of ['mean', 'first', 'last', 'min', 'max'] as const) columns[name][row] = y;
  columns.count[row] = 1;
}
