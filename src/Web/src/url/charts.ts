import type { SmoothingKind } from '../charts/smooth';

export type XMode = 'step' | 'relative' | 'absolute' | 'metric';
/** Which figure of a bucket the line goes through; `range` goes through its least and its greatest value. */
export type LineKind = 'mean' | 'last' | 'range';

export type ColorKind = 'run' | 'metric';

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
  /** The min-max band around a line whose points share a pixel. */
  band: boolean;
  /** Fits the y axis to the bulk of the values and lets spikes leave the chart. */
  clip: boolean;
  previews: boolean;
  /** Shows what a fork inherited from its ancestors. */
  inherited: boolean;
  /** One line a group, where runs are in groups: the average of its runs. */
  averaged: boolean;
  /** Where a chart has several metrics: what colours tell apart. Strokes tell the other. */
  colors: ColorKind;
}

/** A chart that somebody made: several metrics in one, or formulas such as `${eval/loss} - ${train/loss}`. */
export interface OwnChart {
  name: string;
  formulas: string[];
}

export interface ChartsView {
  own: OwnChart[];
  /** Attributes that legends show beside the names of runs. */
  legend: string[];
  settings: ChartSettings;
  overrides: Record<string, Partial<ChartSettings>>;
  /** Extended regex over attribute paths. */
  filter: string;
  /** The part of the x axis that all charts show; in steps, or milliseconds where x is time. */
  zoom: readonly [number, number] | null;
  /** The part of the y axis that a chart shows, where that is not what its lines have. */
  yZooms: Record<string, readonly [number, number]>;
  /** The chart that fills the screen: a path, or the key of an own chart. */
  full: string | null;
  columns: number;
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
  clip: false,
  previews: true,
  inherited: true,
  averaged: false,
  colors: 'run',
};

export const defaultCharts: ChartsView = {
  own: [],
  legend: [],
  settings: defaultSettings,
  overrides: {},
  filter: '',
  zoom: null,
  yZooms: {},
  full: null,
  columns: 0,
};

const xModes = ['step', 'relative', 'absolute', 'metric'] as const;
const lineKinds = ['mean', 'last', 'range'] as const;
const colorKinds = ['run', 'metric'] as const;
const smoothings = ['none', 'ema', 'gaussian', 'sma', 'smaCentred'] as const;
const flags = [
  ['raw', 'raw'],
  ['xLog', 'xlog'],
  ['yLog', 'ylog'],
  ['band', 'band'],
  ['clip', 'clip'],
  ['previews', 'previews'],
  ['inherited', 'inherited'],
  ['averaged', 'averaged'],
] as const;

export function readCharts(params: URLSearchParams): ChartsView {
  const overrides: ChartsView['overrides'] = {};
  for (const [path, text] of ofCharts(params.getAll('o'))) {
    overrides[path] = readSettings(new URLSearchParams(text.replaceAll(';', '&')));
  }
  const yZooms: ChartsView['yZooms'] = {};
  for (const [path, text] of ofCharts(params.getAll('y'))) {
    const zoom = readZoom(text);
    if (zoom !== null) yZooms[path] = zoom;
  }
  return {
    own: params.getAll('own').flatMap(readOwn),
    legend: params.getAll('legend').filter((path) => path !== ''),
    settings: { ...defaultSettings, ...readSettings(params) },
    overrides,
    filter: params.get('metrics') ?? '',
    zoom: readZoom(params.get('zoom')),
    yZooms,
    full: params.get('chart'),
    columns: clampInteger(params.get('per'), 0, 6),
  };
}

export function writeCharts(view: ChartsView, params: URLSearchParams): void {
  for (const { name, formulas } of view.own) params.append('own', [name, ...formulas].join('\n'));
  for (const path of view.legend) params.append('legend', path);
  for (const [key, value] of settingPairs(view.settings, defaultSettings)) params.set(key, value);
  for (const [path, override] of Object.entries(view.overrides)) {
    const pairs = settingPairs(override, {});
    if (pairs.length > 0)
      params.append('o', `${pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join(';')}@${path}`);
  }
  if (view.filter !== '') params.set('metrics', view.filter);
  if (view.zoom !== null) params.set('zoom', view.zoom.join('~'));
  for (const [path, zoom] of Object.entries(view.yZooms)) params.append('y', `${zoom.join('~')}@${path}`);
  if (view.full !== null) params.set('chart', view.full);
  if (view.columns !== 0) params.set('per', String(view.columns));
}

/** What is said of single charts: something, an @, and the chart's key. */
function ofCharts(texts: readonly string[]): [key: string, text: string][] {
  return texts.flatMap((text) => {
    const at = text.indexOf('@');
    return at > 0 ? [[text.slice(at + 1), text.slice(0, at)]] : [];
  });
}

function readSettings(params: URLSearchParams): Partial<ChartSettings> {
  const out: Partial<ChartSettings> = {};
  const x = oneOf(xModes, params.get('x'));
  if (x !== null) out.x = x;
  const xMetric = params.get('xm');
  if (xMetric !== null) out.xMetric = xMetric;
  const line = oneOf(lineKinds, params.get('line'));
  if (line !== null) out.line = line;
  const colors = oneOf(colorKinds, params.get('colors'));
  if (colors !== null) out.colors = colors;
  for (const [field, key] of flags) {
    const value = params.get(key);
    if (value === '1' || value === '0') out[field] = value === '1';
  }
  const [kind, window] = (params.get('smooth') ?? '').split(':');
  const smoothing = oneOf(smoothings, kind ?? null);
  if (smoothing !== null) {
    out.smoothing = smoothing;
    out.window = Math.max(0, Number(window) || 0);
  }
  return out;
}

function settingPairs(settings: Partial<ChartSettings>, base: Partial<ChartSettings>): [string, string][] {
  const pairs: [string, string][] = [];
  if (settings.x !== undefined && settings.x !== base.x) pairs.push(['x', settings.x]);
  if (settings.xMetric !== undefined && settings.xMetric !== base.xMetric) pairs.push(['xm', settings.xMetric]);
  if (settings.line !== undefined && settings.line !== base.line) pairs.push(['line', settings.line]);
  if (settings.colors !== undefined && settings.colors !== base.colors) pairs.push(['colors', settings.colors]);
  for (const [field, key] of flags) {
    const value = settings[field];
    if (value !== undefined && value !== base[field]) pairs.push([key, value ? '1' : '0']);
  }
  if (settings.smoothing !== undefined && (settings.smoothing !== base.smoothing || settings.window !== base.window)) {
    pairs.push(['smooth', `${settings.smoothing}:${settings.window ?? 0}`]);
  }
  return pairs;
}

/** Its name on the first line, a formula on each other one. */
function readOwn(text: string): OwnChart[] {
  const [name = '', ...formulas] = text.split('\n');
  const stated = formulas.filter((one) => one.trim() !== '');
  return stated.length === 0 ? [] : [{ name, formulas: stated }];
}

function readZoom(text: string | null): ChartsView['zoom'] {
  const [from, to] = (text ?? '').split('~').map((part) => (part === '' ? NaN : Number(part)));
  return from !== undefined && to !== undefined && from < to && Number.isFinite(to - from) ? [from, to] : null;
}

export function oneOf<T extends string>(all: readonly T[], value: string | null): T | null {
  return all.find((one) => one === value) ?? null;
}

export function clampInteger(text: string | null, least: number, most: number): number {
  const value = Math.trunc(Number(text ?? least));
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : least;
}

/** Names the kind of x axis: charts with the same share their zoom and their crosshair. */
export function axisKey({ x, xMetric }: ChartSettings): string {
  return x === 'metric' ? `metric ${xMetric}` : x;
}

/** The view with another part of a chart's y axis; null for all that its lines have. */
export function withYZoom(view: ChartsView, key: string, zoom: readonly [number, number] | null): ChartsView {
  const others = Object.entries(view.yZooms).filter(([other]) => other !== key);
  return { ...view, yZooms: Object.fromEntries(zoom === null ? others : [...others, [key, zoom]]) };
}

/** The settings of one chart: the common ones under its own. */
export function settingsOf(view: ChartsView, path: string): ChartSettings {
  return { ...view.settings, ...view.overrides[path] };
}
