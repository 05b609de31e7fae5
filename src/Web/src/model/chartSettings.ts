import { relativeKinds, type RelativeKind } from './baseline';
import { oneOf } from './oneOf';

export const xModes = ['step', 'relative', 'absolute', 'metric'] as const;
export type XMode = (typeof xModes)[number];

/** Which figure of a bucket the line goes through; `range` goes through its least and its greatest value. */
export const lineKinds = ['mean', 'last', 'range'] as const;
export type LineKind = (typeof lineKinds)[number];

export const colorKinds = ['run', 'metric'] as const;
export type ColorKind = (typeof colorKinds)[number];

/** How a line is smoothed. The window is a distance on the x axis, so that dense and sparse lines smooth alike. */
export const smoothingKinds = ['none', 'ema', 'gaussian', 'sma', 'smaCentered'] as const;
export type SmoothingKind = (typeof smoothingKinds)[number];

/** How the runs of a group are shown: around their mean, around their median, or each. */
export const spreads = ['range', 'std', 'quartiles', 'members'] as const;
export type Spread = (typeof spreads)[number];

/** What the band around a line reaches to, of the points that share a pixel: their extremes, or their deviation. */
export const bandKinds = ['minmax', 'std'] as const;
export type BandReach = (typeof bandKinds)[number];

/** How charts are drawn; set for all, and overridden chart by chart. */
export interface ChartSettings {
  x: XMode;
  /** The attribute along x where that is a metric. */
  xMetric: string;
  line: LineKind;
  /** Asks for every point, as far as the server gives them, instead of one bucket a pixel. */
  raw: boolean;
  xLog: boolean;
  yLog: boolean;
  smoothing: SmoothingKind;
  /** Steps; seconds where x is time; where x is a metric, its own unit. */
  window: number;
  /** The band around a line whose points share a pixel. */
  band: boolean;
  bandKind: BandReach;
  /** Fits the y axis to the bulk of the values and lets spikes leave the chart. */
  clip: boolean;
  previews: boolean;
  /** Shows what a fork inherited from its ancestors. */
  inherited: boolean;
  /** One line a group, where runs are in groups: the average of its runs. */
  averaged: boolean;
  /** How such a line shows the runs that it stands for. */
  spread: Spread;
  /** Where a chart has several metrics: what its colors distinguish. Dashes distinguish the other. */
  colors: ColorKind;
  /** Where there is a baseline run: lines as they are, or against its lines. */
  relative: RelativeKind;
}

export const defaultSettings: ChartSettings = {
  x: 'step',
  xMetric: '',
  line: 'mean',
  raw: false,
  xLog: false,
  yLog: false,
  smoothing: 'none',
  window: 0,
  band: true,
  bandKind: 'minmax',
  clip: false,
  previews: true,
  inherited: true,
  averaged: false,
  spread: 'range',
  colors: 'run',
  relative: 'none',
};

/** Names the kind of x axis: charts with the same share their zoom and their crosshair. */
export function axisKey({ x, xMetric }: ChartSettings): string {
  return x === 'metric' ? `metric ${xMetric}` : x;
}

const flags = ['raw', 'xLog', 'yLog', 'band', 'clip', 'previews', 'inherited', 'averaged'] as const;

/** Settings out of JSON, as far as they are known here. */
export function readSettings(json: unknown): Partial<ChartSettings> {
  const said = (json ?? {}) as Partial<Record<keyof ChartSettings, unknown>>;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const out: Partial<ChartSettings> = {};
  const x = oneOf(xModes, text(said.x));
  const line = oneOf(lineKinds, text(said.line));
  const colors = oneOf(colorKinds, text(said.colors));
  const smoothing = oneOf(smoothingKinds, text(said.smoothing));
  const relative = oneOf(relativeKinds, text(said.relative));
  const spread = oneOf(spreads, text(said.spread));
  const bandKind = oneOf(bandKinds, text(said.bandKind));
  if (x !== null) out.x = x;
  if (typeof said.xMetric === 'string') out.xMetric = said.xMetric;
  if (line !== null) out.line = line;
  if (colors !== null) out.colors = colors;
  if (smoothing !== null) out.smoothing = smoothing;
  if (relative !== null) out.relative = relative;
  if (spread !== null) out.spread = spread;
  if (bandKind !== null) out.bandKind = bandKind;
  if (typeof said.window === 'number' && said.window >= 0) out.window = said.window;
  for (const flag of flags) if (typeof said[flag] === 'boolean') out[flag] = said[flag];
  return out;
}
