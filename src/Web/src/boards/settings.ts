import type { WidgetDto } from '../api/dashboards';
import { defaultSettings, readSettings, type ChartSettings } from '../model/chartSettings';
import type { BoardRest } from './board';

/** How widgets show runs. What one does not set it has from its section, the board or the project, in this order. */
export interface BoardSettings extends ChartSettings {
  /** So many of the shown runs, from the first; 0 for all. */
  runsMax: number;
}

export const usualSettings: BoardSettings = { ...defaultSettings, runsMax: 0 };

/** Most that can be said: more are all. */
export const runsMaxMost = 10_000;

/** Settings out of a document, as far as they are known here. */
export function readBoardSettings(json: unknown): Partial<BoardSettings> {
  const { runsMax } = (json ?? {}) as { runsMax?: unknown };
  const isCount = typeof runsMax === 'number' && runsMax >= 0;
  return { ...readSettings(json), ...(isCount ? { runsMax: Math.min(runsMaxMost, Math.round(runsMax)) } : {}) };
}

/** What a widget, or the head of a section, sets itself. */
export function ownSettings(dto: WidgetDto | null): Partial<BoardSettings> {
  return readBoardSettings(dto?.options?.settings);
}

/** Settings with some set anew; of null they are inherited again. What is not known here stays. */
export function withSettings(json: unknown, part: { [K in keyof BoardSettings]?: BoardSettings[K] | null }) {
  const all = Object.entries({ ...(json as object | null | undefined), ...part });
  const left = all.filter(([, value]) => value !== null && value !== undefined);
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

/** The settings that all charts of a board have, where they are not as usual: ours, and before them Neptune's. */
export function boardSettings(rest: Pick<BoardRest, 'config' | 'extra'>): Partial<BoardSettings> {
  const { config = {}, extra = {} } = rest;
  const out: Partial<BoardSettings> = {};
  const x = { steps: 'step', relativemillis: 'relative', epochmillis: 'absolute' }[lower(config.xaxisMode)];
  if (x !== undefined) out.x = x as ChartSettings['x'];
  if (lower(config.xaxisScale) === 'log') out.xLog = true;
  if (lower(config.yaxisScale) === 'log') out.yLog = true;
  if (typeof config.showPreviews === 'boolean') out.previews = config.showPreviews;
  return { ...out, ...readBoardSettings(extra.settings) };
}

function lower(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}

const bySection = new WeakMap<BoardSettings, WeakMap<WidgetDto, BoardSettings>>();

/** What the widgets of a section begin with; the same for the same section. */
export function settingsOf(head: WidgetDto | null, settings: BoardSettings): BoardSettings {
  if (head?.options?.settings == null) return settings;
  const known = bySection.get(settings) ?? new WeakMap<WidgetDto, BoardSettings>();
  bySection.set(settings, known);
  const found = known.get(head) ?? { ...settings, ...ownSettings(head) };
  known.set(head, found);
  return found;
}

const settingNames: Record<keyof BoardSettings, string> = {
  x: 'x axis',
  xMetric: 'Metric along x',
  line: 'Line',
  raw: 'Every point',
  xLog: 'Logarithmic x',
  yLog: 'Logarithmic y',
  smoothing: 'Smoothing',
  window: 'Window',
  band: 'Band',
  bandKind: 'What the band shows',
  clip: 'Ignore outliers',
  previews: 'Previews',
  inherited: 'Inherited points',
  averaged: 'Average grouped runs',
  spread: 'Groups as',
  colors: 'Color by',
  relative: 'Against the baseline',
  runsMax: 'Runs at most',
};

export interface SetHere {
  key: keyof BoardSettings;
  name: string;
  value: string;
  /** What it would be without. */
  inherited: string;
}

/** What is set at one place, in words, with what would hold without it. */
export function setHere(own: Partial<BoardSettings>, inherited: BoardSettings): SetHere[] {
  return (Object.keys(settingNames) as (keyof BoardSettings)[]).flatMap((key) =>
    own[key] === undefined
      ? []
      : [{ key, name: settingNames[key], value: inWords(key, own[key]), inherited: inWords(key, inherited[key]) }],
  );
}

const words: Partial<Record<keyof BoardSettings, Record<string, string>>> = {
  x: { step: 'steps', relative: 'time', absolute: 'clock', metric: 'a metric' },
  line: { mean: 'mean', last: 'last', range: 'min-max' },
  smoothing: {
    none: 'none',
    ema: 'exponential',
    gaussian: 'Gaussian',
    sma: 'moving average',
    smaCentered: 'centered moving average',
  },
  colors: { run: 'runs', metric: 'metrics' },
  spread: { range: 'mean, least to greatest', std: 'mean ± deviation', quartiles: 'quartiles', members: 'each run' },
};

function inWords(key: keyof BoardSettings, value: BoardSettings[keyof BoardSettings]): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (key === 'runsMax' && value === 0) return 'all';
  if (value === '') return 'none';
  return words[key]?.[String(value)] ?? String(value);
}
