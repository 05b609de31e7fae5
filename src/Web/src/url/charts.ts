import { relativeKinds } from '../model/baseline';
import { placeId, readDrawing, readLineSpec, readThreshold, type ChartSpec, type LineSpec } from '../model/chart';
import {
  bandKinds,
  colorKinds,
  lineKinds,
  smoothingKinds,
  spreads,
  xModes,
  type ChartSettings,
  type SmoothingKind,
} from '../model/chartSettings';
import { defaultCharts, type ChartsView } from '../model/chartsView';
import { clampInteger, oneOf } from '../model/oneOf';
import { printOrNone, readField } from './field';
import { writeList } from './lists';

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

/**
 * @param base what the saved view has: what the address doesn't say is as there. A zoom and full screen are of the
 *   address alone.
 */
export function readCharts(params: URLSearchParams, base: ChartsView = defaultCharts): ChartsView {
  const yZooms: ChartsView['yZooms'] = {};
  for (const [path, text] of ofCharts(params.getAll('y'))) {
    const zoom = readZoom(text);
    if (zoom !== null) yZooms[path] = zoom;
  }
  return {
    custom: params.has('own') ? readAllCustom(params) : base.custom,
    legend: params.has('legend') ? params.getAll('legend').filter((path) => path !== '') : base.legend,
    settings: { ...base.settings, ...readSettings(params) },
    overrides: params.has('o') ? readOverrides(params) : base.overrides,
    filter: params.get('metrics') ?? base.filter,
    zoom: readZoom(params.get('zoom')),
    yZooms,
    full: params.get('chart'),
    colorBy: params.has('lineColor') ? readField(params.get('lineColor')) : base.colorBy,
    columns: params.has('per') ? clampInteger(params.get('per'), 0, 6) : base.columns,
  };
}

export function writeCharts(view: ChartsView, params: URLSearchParams, base: ChartsView = defaultCharts): void {
  writeList('own', view.custom.map(printCustom), base.custom.map(printCustom), params);
  writeList('legend', view.legend, base.legend, params);
  for (const [key, value] of settingPairs(view.settings, base.settings)) params.set(key, value);
  writeList('o', printOverrides(view.overrides), printOverrides(base.overrides), params);
  if (view.filter !== base.filter) params.set('metrics', view.filter);
  if (view.zoom !== null) params.set('zoom', view.zoom.join('~'));
  for (const [path, zoom] of Object.entries(view.yZooms)) params.append('y', `${zoom.join('~')}@${path}`);
  if (view.full !== null) params.set('chart', view.full);
  const [color, before] = [printOrNone(view.colorBy), printOrNone(base.colorBy)];
  if (color !== before) params.set('lineColor', color);
  if (view.columns !== base.columns) params.set('per', String(view.columns));
}

function readAllCustom(params: URLSearchParams): ChartSpec[] {
  const charts = params.getAll('own').flatMap(readCustom);
  return charts.map((chart, at) => ({ ...chart, id: chart.id || placeId(at) }));
}

function readOverrides(params: URLSearchParams): ChartsView['overrides'] {
  const all = ofCharts(params.getAll('o'));
  return Object.fromEntries(
    all.map(([id, text]) => [id, readSettings(new URLSearchParams(text.replaceAll(';', '&')))]),
  );
}

/** Sorted: the order in which charts got settings of their own means nothing. */
function printOverrides(overrides: ChartsView['overrides']): string[] {
  const texts = Object.entries(overrides).flatMap(([id, override]) => {
    const pairs = settingPairs(override, {}).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
    return pairs.length === 0 ? [] : [`${pairs.join(';')}@${id}`];
  });
  return texts.sort();
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
  const relative = oneOf(relativeKinds, params.get('rel'));
  if (relative !== null) out.relative = relative;
  const spread = oneOf(spreads, params.get('spread'));
  if (spread !== null) out.spread = spread;
  const bandKind = oneOf(bandKinds, params.get('bandkind'));
  if (bandKind !== null) out.bandKind = bandKind;
  for (const [field, key] of flags) {
    const value = params.get(key);
    if (value === '1' || value === '0') out[field] = value === '1';
  }
  const [kind, window] = (params.get('smooth') ?? '').split(':');
  const smoothing = readSmoothing(kind ?? null);
  if (smoothing !== null) {
    out.smoothing = smoothing;
    out.window = Math.max(0, Number(window) || 0);
  }
  return out;
}

/** `smaCentered` is how addresses were written before. */
function readSmoothing(text: string | null): SmoothingKind | null {
  return text === 'smaCentred' ? 'smaCentered' : oneOf(smoothingKinds, text);
}

function settingPairs(settings: Partial<ChartSettings>, base: Partial<ChartSettings>): [string, string][] {
  const pairs: [string, string][] = [];
  if (settings.x !== undefined && settings.x !== base.x) pairs.push(['x', settings.x]);
  if (settings.xMetric !== undefined && settings.xMetric !== base.xMetric) pairs.push(['xm', settings.xMetric]);
  if (settings.line !== undefined && settings.line !== base.line) pairs.push(['line', settings.line]);
  if (settings.colors !== undefined && settings.colors !== base.colors) pairs.push(['colors', settings.colors]);
  if (settings.relative !== undefined && settings.relative !== base.relative) pairs.push(['rel', settings.relative]);
  if (settings.spread !== undefined && settings.spread !== base.spread) pairs.push(['spread', settings.spread]);
  if (settings.bandKind !== undefined && settings.bandKind !== base.bandKind) {
    pairs.push(['bandkind', settings.bandKind]);
  }
  for (const [field, key] of flags) {
    const value = settings[field];
    if (value !== undefined && value !== base[field]) pairs.push([key, value ? '1' : '0']);
  }
  if (settings.smoothing !== undefined && (settings.smoothing !== base.smoothing || settings.window !== base.window)) {
    pairs.push(['smooth', `${settings.smoothing}:${settings.window ?? 0}`]);
  }
  return pairs;
}

/**
 * Its id, a tab and its title on the first line; on each other one a formula or a threshold, or how it is drawn. An id
 * that is the chart's place is left out.
 */
function printCustom({ id, title, lines, thresholds = [], plot, stack, axes }: ChartSpec, at: number): string {
  const head = id === placeId(at) ? title : `${id}\t${title}`;
  const drawing = (plot ?? stack ?? axes) === undefined ? [] : [{ plot, stack, axes }];
  return [head, ...lines.map(printLine), ...[...thresholds, ...drawing].map((one) => JSON.stringify(one))].join('\n');
}

/** A formula as it is; as JSON where more is said of the line, or it would not be read back as it is. */
function printLine(line: LineSpec): string {
  const isPlain = Object.keys(line).length === 1 && !/^\{|\n/.test(line.formula);
  if (line.match !== undefined) return JSON.stringify({ ...line, formula: undefined });
  return isPlain ? line.formula : JSON.stringify(line);
}


function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The id is empty where the text has none, as before charts had ids. */
function readCustom(text: string): ChartSpec[] {
  const [head = '', ...rest] = text.split('\n');
  const stated = rest.filter((one) => one.trim() !== '');
  const parts = stated.map((one) => (one.startsWith('{') ? jsonOf(one) : { formula: one }));
  const lines = parts.flatMap(readLineSpec);
  const thresholds = parts.flatMap(readThreshold);
  const at = head.indexOf('\t');
  if (lines.length === 0) return [];
  return [
    {
      version: 1,
      id: head.slice(0, Math.max(0, at)),
      title: head.slice(at + 1),
      lines,
      ...(thresholds.length === 0 ? {} : { thresholds }),
      ...Object.assign({}, ...parts.map(readDrawing)),
    },
  ];
}

function readZoom(text: string | null): ChartsView['zoom'] {
  const [from, to] = (text ?? '').split('~').map((part) => (part === '' ? NaN : Number(part)));
  return from !== undefined && to !== undefined && from < to && Number.isFinite(to - from) ? [from, to] : null;
}
