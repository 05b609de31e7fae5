import type { ChartSettings } from './chartSettings';
import { oneOf } from './oneOf';
import type { Range } from './range';

export const scaleKinds = ['linear', 'log'] as const;
export type ScaleKind = (typeof scaleKinds)[number];

/** A y axis of a chart, as far as it is not as the settings say and as its lines need. */
export interface AxisSpec {
  scale?: ScaleKind;
  /** Where it begins; left out, where its lines do. */
  from?: number;
  to?: number;
}

/** The axes of a chart. */
export interface AxesSpec {
  /** A metric or a formula along x. */
  x?: string;
  left?: AxisSpec;
  right?: AxisSpec;
}

/** What the axes of a chart say in place of the common settings. */
export function axesSettings({ x, left }: AxesSpec = {}): Partial<ChartSettings> {
  return {
    ...(x === undefined ? {} : { x: 'metric', xMetric: x }),
    ...(left?.scale === undefined ? {} : { yLog: left.scale === 'log' }),
  };
}

/** Whether the axis on the right is logarithmic: as the left one, unless it says otherwise. */
export function isRightLog({ yLog, relative }: ChartSettings, axes: AxesSpec | undefined): boolean {
  // Differences have both signs.
  if (relative === 'difference') return false;
  return axes?.right?.scale === undefined ? yLog : axes.right.scale === 'log';
}

/** What an axis spans: what its lines need, within what it says. Limits that leave nothing mean nothing. */
export function limited(range: Range, { from, to }: AxisSpec = {}, isLog: boolean): Range {
  const low = from === undefined || (isLog && from <= 0) ? range[0] : from;
  const high = to === undefined || (isLog && to <= 0) ? range[1] : to;
  return low < high ? [low, high] : range;
}

/** Axes out of JSON; undefined where they say nothing. */
export function readAxes(json: unknown): AxesSpec | undefined {
  const { x, left, right } = (json ?? {}) as Partial<Record<keyof AxesSpec, unknown>>;
  const axes = tidyAxes({
    ...(typeof x === 'string' ? { x: x.trim() } : {}),
    left: readAxis(left),
    right: readAxis(right),
  });
  return axes;
}

function readAxis(json: unknown): AxisSpec {
  const { scale, from, to } = (json ?? {}) as Partial<Record<keyof AxisSpec, unknown>>;
  const kind = oneOf(scaleKinds, typeof scale === 'string' ? scale : null);
  const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
  return {
    ...(kind === null ? {} : { scale: kind }),
    ...(isNumber(from) ? { from } : {}),
    ...(isNumber(to) ? { to } : {}),
  };
}

/** Without what says nothing; undefined if that is all. */
export function tidyAxes({ x = '', left = {}, right = {} }: AxesSpec): AxesSpec | undefined {
  const axes: AxesSpec = {
    ...(x.trim() === '' ? {} : { x: x.trim() }),
    ...(Object.keys(left).length === 0 ? {} : { left }),
    ...(Object.keys(right).length === 0 ? {} : { right }),
  };
  return Object.keys(axes).length === 0 ? undefined : axes;
}
