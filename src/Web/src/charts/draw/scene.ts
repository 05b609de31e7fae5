import type { PlotKind } from '../../model/chart';
import type { ChartSettings, Spread } from '../../model/chartSettings';
import type { LineData } from '../../model/lineData';
import type { Range } from '../../model/range';
import type { Notation } from '../../model/valueFormat';
import { smooth } from '../lines/smooth';

/** A line that is the edge of a band. */
export interface Edge {
  columns: LineData;
  y: Float64Array;
}

/** Where a band ends below and above, at the rows of its line. */
export interface Sides {
  low: Float64Array;
  high: Float64Array;
}

/** One line, ready to draw. */
export interface ChartLine {
  run: string;
  label: string;
  /** What is drawn of the run, where the chart has more than one of it; otherwise empty. */
  metric: string;
  /** The metric itself, where the line is no formula over metrics. */
  path?: string;
  color: string;
  /** Lengths of strokes and gaps in pixels; empty for a solid line. */
  dash: readonly number[];
  /** In pixels; left out, as wide as lines are. */
  width?: number;
  /** It has the axis on the right. */
  isRight?: boolean;
  columns: LineData;
  /** The line as logged: of each bucket its mean or its last value. */
  base: Float64Array;
  /** The same, smoothed: what is drawn. The same array without smoothing. */
  y: Float64Array;
  /** Points up to this step are drawn as an ancestor's; -Infinity for none. */
  inheritedTo: number;
  /** Left out: a line. */
  plot?: PlotKind;
  /** Of a band by formulas. */
  edges?: { low: Edge; high: Edge };
  /** Whether it has a band from its least to its greatest values; left out, the settings say it. */
  isBanded?: boolean;
  /** Where that band ends, if not there. */
  sides?: Sides;
  /** Below 1 for what stands behind others. */
  alpha?: number;
  /** Of a line that stands for several runs: what its least and greatest values are. */
  spread?: Spread;
  /** Of a line that lies on others: where these end, and its own values. */
  floor?: Float64Array;
  own?: Float64Array;
  /** The line goes through its share of a whole, in percent. */
  isShare?: boolean;
  notation?: Notation;
}

/** What a line says at a row: of a stack its own value, not the sum. */
export function valueAt({ own, y }: ChartLine, row: number): number {
  return (own ?? y)[row]!;
}

/** @param withBand as the settings say. */
export function hasBand({ isBanded, floor }: ChartLine, withBand: boolean): boolean {
  return floor === undefined && (isBanded ?? withBand);
}

/** Where the band of a line ends. */
export function sidesOf({ sides, columns }: ChartLine): Sides {
  return sides ?? { low: columns.min, high: columns.max };
}

/** Milliseconds to the unit in which people state a window of time. */
const secondMs = 1000;

/** The line through the figures that the settings name, and the same smoothed. */
export function curve(columns: LineData, settings: ChartSettings): Pick<ChartLine, 'base' | 'y'> {
  const base = settings.line === 'last' ? columns.last : columns.mean;
  const unit = settings.x === 'step' || settings.x === 'metric' ? 1 : secondMs;
  return { base, y: smooth(columns.x, base, { kind: settings.smoothing, window: settings.window * unit }) };
}

export function hasRightAxis(lines: readonly ChartLine[]): boolean {
  return lines.some(({ isRight }) => isRight);
}

/** What the x axis spans: the zoom, or all that the lines have. */
export function xRange(lines: readonly ChartLine[], zoom: Range | null, isLog: boolean): Range {
  if (zoom !== null) return isLog && zoom[0] <= 0 ? [leastPositive(lines), zoom[1]] : zoom;
  let low = Infinity;
  let high = -Infinity;
  for (const { columns } of lines) {
    if (columns.x.length === 0) continue;
    low = Math.min(low, columns.x[0]!);
    high = Math.max(high, columns.xTo[columns.x.length - 1]!);
  }
  if (low > high) return isLog ? [1, 10] : [0, 1];
  if (isLog && low <= 0) low = leastPositive(lines);
  if (low < high) return [low, high];
  return low - 0.5 < high + 0.5 ? [low - 0.5, high + 0.5] : [below(low), above(high)];
}

function leastPositive(lines: readonly ChartLine[]): number {
  let least = Infinity;
  for (const { columns } of lines) {
    const first = columns.x.find((x) => x > 0);
    if (first !== undefined) least = Math.min(least, first);
  }
  return Number.isFinite(least) ? least : 1;
}

const clipShare = 0.02;

/** What the y axis spans for the points within the x range, and for these levels. */
export function yRange(
  lines: readonly ChartLine[],
  x: Range,
  settings: ChartSettings,
  withBand: boolean,
  levels: readonly number[] = [],
): Range {
  const isRaw = settings.smoothing !== 'none';
  const values: number[] = [];
  let low = Infinity;
  let high = -Infinity;
  const take = (value: number) => {
    if (!Number.isFinite(value) || (settings.yLog && value <= 0)) return;
    if (settings.clip) values.push(value);
    if (value < low) low = value;
    if (value > high) high = value;
  };
  for (const line of lines) {
    const { columns, base, y, floor } = line;
    const isBanded = hasBand(line, withBand);
    const isRange = settings.line === 'range' && floor === undefined;
    const { low: least, high: greatest } = isRange ? { low: columns.min, high: columns.max } : sidesOf(line);
    if (line.edges && !settings.clip) for (const edge of Object.values(line.edges)) takeEdge(edge, x, take);
    for (let row = 0; row < y.length; row++) {
      if (columns.xTo[row]! < x[0] || columns.x[row]! > x[1]) continue;
      take(y[row]!);
      if (settings.clip) continue;
      if (floor !== undefined) {
        take(floor[row]!);
        continue;
      }
      if (isBanded || isRange) {
        take(least[row]!);
        take(greatest[row]!);
      } else if (isRaw) take(base[row]!);
    }
  }
  if (settings.clip && values.length > 20) {
    values.sort((a, b) => a - b);
    low = values[Math.floor(values.length * clipShare)]!;
    high = values[Math.ceil(values.length * (1 - clipShare)) - 1]!;
  }
  for (const level of levels) {
    if (settings.yLog && level <= 0) continue;
    low = Math.min(low, level);
    high = Math.max(high, level);
  }
  return padded(low, high, settings.yLog);
}

function takeEdge({ columns, y }: Edge, x: Range, take: (value: number) => void) {
  for (let row = 0; row < y.length; row++) {
    if (columns.xTo[row]! >= x[0] && columns.x[row]! <= x[1]) take(y[row]!);
  }
}

function padded(low: number, high: number, isLog: boolean): Range {
  if (low > high) return isLog ? [1, 10] : [0, 1];
  if (isLog) {
    const pad = low === high ? 2 : (high / low) ** 0.05;
    return [low / pad, high * pad];
  }
  const pad = low === high ? Math.abs(low) * 0.1 || 1 : high * 0.06 - low * 0.06;
  const [from, to] = [clamped(low - pad), clamped(high + pad)];
  // Neighboring numbers are padded by nothing: an axis without length has no places.
  return from < to ? [from, to] : [below(from), above(to)];
}

/** The length of an axis is a number, too: half of the largest to each side of zero. */
const endMax = Number.MAX_VALUE / 2;

function clamped(value: number): number {
  return Math.min(endMax, Math.max(-endMax, value));
}

const above = (value: number) => value + Math.max(Math.abs(value) * 4 * Number.EPSILON, Number.MIN_VALUE);
const below = (value: number) => value - Math.max(Math.abs(value) * 4 * Number.EPSILON, Number.MIN_VALUE);

/** From a value to a place on the canvas; the same map as the axes use. */
export function projection(range: Range, isLog: boolean, start: number, length: number): (value: number) => number {
  if (!isLog) {
    const factor = length / (range[1] - range[0]);
    if (Math.max(-range[0], range[1]) > endMax / 2) {
      // Differences of the largest numbers are no numbers.
      return (value) => start + ((value / 4 - range[0] / 4) / (range[1] / 4 - range[0] / 4)) * length;
    }
    // Of the smallest numbers the factor is none: there the share is taken first.
    if (!Number.isFinite(factor)) return (value) => start + ((value - range[0]) / (range[1] - range[0])) * length;
    return (value) => start + (value - range[0]) * factor;
  }
  const low = Math.log10(range[0]);
  const factor = length / (Math.log10(range[1]) - low);
  return (value) => start + (Math.log10(value) - low) * factor;
}

export interface Hit {
  line: ChartLine;
  row: number;
}

/** The line whose drawn point is nearest to a place, within `reach`. */
export function nearestLine(
  lines: readonly ChartLine[],
  rowOf: (line: ChartLine) => number,
  topOf: (line: ChartLine, value: number) => number,
  at: number,
  reach: number,
): Hit | null {
  let best: Hit | null = null;
  let distance = reach;
  for (const line of lines) {
    const row = rowOf(line);
    if (row < 0 || !Number.isFinite(line.y[row]!)) continue;
    const away = Math.abs(topOf(line, line.y[row]!) - at);
    if (away <= distance) {
      distance = away;
      best = { line, row };
    }
  }
  return best;
}
