import type { StackKind } from '../../model/chart';
import { buildLine, type BucketGrid, type LineData } from '../../model/lineData';
import type { ChartLine } from '../draw/scene';
import { bucketsOf, eachShare } from './shares';

/**
 * Lines that lie on each other: each goes through the sum of its own values and those of the ones before it, or through
 * their share of all in percent. Where a line has no point it adds what lies on it between its neighbors, and nothing
 * before it begins or after it ends. Lines on the right axis are left as they are.
 *
 * @param lines of one chart, whose buckets lie on the grid. Those of a run are stacked; where each run has one line,
 *   the runs are.
 */
export function stacked(
  lines: readonly ChartLine[],
  kind: StackKind,
  grid: BucketGrid,
  isLog: boolean,
): readonly ChartLine[] {
  if (kind === 'none') return lines;
  const left = lines.filter(({ isRight }) => !isRight);
  const isByRun = left.some(({ metric }) => metric !== '');
  const piles = new Map<string, ChartLine[]>();
  for (const line of left) {
    const pile = isByRun ? line.run : '';
    piles.set(pile, [...(piles.get(pile) ?? []), line]);
  }
  return [
    ...[...piles.values()].flatMap((pile) => pileOf(pile, kind, grid, isLog)),
    ...lines.filter(({ isRight }) => isRight),
  ];
}

function pileOf(lines: readonly ChartLine[], kind: StackKind, grid: BucketGrid, isLog: boolean): ChartLine[] {
  const { all, of } = bucketsOf(lines.map(({ columns }) => columns), grid, isLog);
  const x = new Float64Array(all.length).fill(Infinity);
  const xTo = new Float64Array(all.length).fill(-Infinity);
  const places = new Map(all.map((bucket, at) => [bucket, at]));
  lines.forEach(({ columns }, number) => {
    of[number]!.forEach((bucket, row) => {
      const at = places.get(bucket)!;
      x[at] = Math.min(x[at]!, columns.x[row]!);
      xTo[at] = Math.max(xTo[at]!, columns.xTo[row]!);
    });
  });
  const own = lines.map(({ columns, y }, number) => {
    const values = new Float64Array(all.length).fill(NaN);
    const drawn = { count: columns.count, mean: y, last: y, min: y, max: y };
    eachShare(drawn, of[number]!, all, (at, { mean }) => {
      values[at] = mean;
    });
    return values;
  });
  const whole = kind === 'percent' ? all.map((_, at) => totalOf(own, at)) : null;
  let below = new Float64Array(all.length);
  return lines.map((line, number) => {
    const floor = below;
    below = floor.map((from, at) => from + addedAt(own[number]!, at, whole));
    const isThere = (at: number) => Number.isFinite(own[number]![at]!);
    return {
      ...line,
      columns: columnsAt(line.columns, of[number]!, places, x, xTo, own[number]!),
      base: below.map((y, at) => (isThere(at) ? y : NaN)),
      y: below.map((y, at) => (isThere(at) ? y : NaN)),
      own: own[number]!,
      floor,
      ...(whole === null ? {} : { isShare: true }),
    };
  });
}

function totalOf(own: readonly Float64Array[], at: number): number {
  return own.reduce((sum, values) => sum + (Number.isFinite(values[at]!) ? values[at]! : 0), 0);
}

function addedAt(own: Float64Array, at: number, whole: readonly number[] | null): number {
  const value = own[at]!;
  if (!Number.isFinite(value)) return 0;
  if (whole === null) return value;
  return whole[at] === 0 ? 0 : (100 * value) / whole[at]!;
}

const counts = ['count', 'nan', 'posInf', 'negInf', 'previews'] as const;

/** What a line has at the buckets of all. */
function columnsAt(
  columns: LineData,
  own: readonly number[],
  places: ReadonlyMap<number, number>,
  x: Float64Array,
  xTo: Float64Array,
  values: Float64Array,
): LineData {
  const out = buildLine(() => new Float64Array(x.length));
  own.forEach((bucket, row) => {
    const at = places.get(bucket)!;
    for (const name of counts) out[name][at]! += columns[name][row]!;
    out.completion[at] = columns.completion[row]!;
  });
  // Lines of steps have their steps for x; those of time differ in them.
  const isStep = columns.step === columns.x;
  const none = isStep ? null : new Float64Array(x.length).fill(NaN);
  const figures = { mean: values, first: values, last: values, min: values, max: values };
  return { ...out, ...figures, x, xTo, step: none ?? x, stepTo: none ?? xTo };
}
