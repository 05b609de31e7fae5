import { readAxes, type AxesSpec } from './axes';
import { readBand, type Band } from './band';
import type { ChartSettings } from './chartSettings';
import { formatNumber } from './format';
import { oneOf } from './oneOf';
import type { Range } from './range';
import { readNotation, type Notation } from './valueFormat';

export const dashKinds = ['solid', 'dashed', 'dotted'] as const;
export type DashKind = (typeof dashKinds)[number];

/** How points become a picture. */
export const plotKinds = ['line', 'step', 'scatter', 'area'] as const;
export type PlotKind = (typeof plotKinds)[number];

/** How lines lie on each other: each adds to those below it, as it is or as its share of all. */
export const stackKinds = ['none', 'sum', 'percent'] as const;
export type StackKind = (typeof stackKinds)[number];

/** What is drawn once for every run: a metric, or a formula such as `${eval/loss} - ${train/loss}`. */
export interface LineSpec extends Notation {
  /** Empty where `match` says which metrics are meant. */
  formula: string;
  /** Extended regex over names: every metric of the runs that matches is a line. */
  match?: string;
  /** Shown in place of the formula. */
  name?: string;
  /** Such as `#d1373c`, for the line of every run; left out, runs or metrics have theirs. */
  color?: string;
  /** Left out, lines that share a color differ by it. */
  dash?: DashKind;
  /** In pixels. */
  width?: number;
  /** Left out, it has the axis on the left. */
  axis?: 'right';
  band?: Band;
}

/** A level that values are looked at against, such as a target. */
export interface Threshold {
  value: number;
  /** Empty: its value. */
  label: string;
}

/** A level that is a formula of one number: that of the first run shown which has it. */
export interface ComputedThreshold {
  level: string;
  /** Empty: its value. */
  label: string;
}

export type ThresholdSpec = Threshold | ComputedThreshold;

export const thresholdsMax = 8;

export const widths = [1, 1.5, 2.5, 4] as const;

/** What a chart draws, as addresses and saved views keep it. Another form of it gets another version. */
export interface ChartSpec {
  version: 1;
  /**
   * Stays the same however the chart is edited: settings, zoom and full screen refer to it. The chart of a metric has
   * the metric's path, a chart that a person made has an id that starts with `=`.
   */
  id: string;
  /** Empty: the chart is named after its lines. */
  title: string;
  lines: LineSpec[];
  /** On the axis on the left. */
  thresholds?: ThresholdSpec[];
  /** Left out: lines. */
  plot?: PlotKind;
  /** Left out: each line lies where its values are. */
  stack?: StackKind;
  /** Left out: as the settings say, and as the lines need. */
  axes?: AxesSpec;
}

/** What a person does to a chart. */
export type ChartChange =
  /** Shows another part of an axis; null for all of it, and an axis that is left out stays. */
  | { kind: 'zoom'; x?: Range | null; y?: Range | null }
  /** Settings for this chart alone; null takes them back. */
  | { kind: 'settings'; settings: Partial<ChartSettings> | null }
  /** Puts another chart in its place; null removes it. */
  | { kind: 'edit'; chart: ChartSpec | null }
  | { kind: 'fullScreen'; isFull: boolean };

/** The chart with its formulas written otherwise. */
export function withFormulas(chart: ChartSpec, write: (formula: string) => string): ChartSpec {
  const { lines, thresholds } = chart;
  return {
    ...chart,
    lines: lines.map((line) => ({ ...line, formula: write(line.formula) })),
    ...(thresholds && {
      thresholds: thresholds.map((one) => ('level' in one ? { ...one, level: write(one.level) } : one)),
    }),
  };
}

/** The chart of one metric. */
export function metricChart(path: string): ChartSpec {
  return { version: 1, id: path, title: path, lines: [{ formula: formula(path) }] };
}

const idMark = '=';
const idChars = 8;

/** An id for a chart that a person makes. */
export function newChartId(): string {
  const values = crypto.getRandomValues(new Uint8Array(idChars));
  return idMark + Array.from(values, (value) => (value % 36).toString(36)).join('');
}

/** The id of a chart that states none: its place. Addresses from before charts had ids contain such charts. */
export function placeId(index: number): string {
  return `${idMark}${index + 1}`;
}

export function chartTitle({ title, lines }: ChartSpec): string {
  return title === '' ? lines.map(lineName).join(', ') : title;
}

/** What a line is called in legends. */
export function lineName({ formula: text, match, name }: LineSpec): string {
  return name === undefined || name === '' ? (match ?? formulaLabel(text)) : name;
}

/** Reads a chart from JSON; null if it is not one, or has a version that is not supported. */
export function readChart(json: unknown): ChartSpec | null {
  const said = (json ?? {}) as Partial<Record<keyof ChartSpec, unknown>>;
  const { version, id, title, lines, thresholds } = said;
  if (version !== 1 || typeof id !== 'string' || id === '' || !Array.isArray(lines)) return null;
  const stated = lines.flatMap(readLineSpec);
  if (stated.length === 0) return null;
  const levels = Array.isArray(thresholds) ? thresholds.flatMap(readThreshold).slice(0, thresholdsMax) : [];
  return {
    version,
    id,
    title: typeof title === 'string' ? title.replace(/\s+/g, ' ') : '',
    lines: stated,
    ...(levels.length === 0 ? {} : { thresholds: levels }),
    ...readDrawing(said),
  };
}

/** How a chart is drawn, out of JSON, as far as that is not the usual way. */
export function readDrawing(json: unknown): Pick<ChartSpec, 'plot' | 'stack' | 'axes'> {
  const said = (json ?? {}) as Partial<Record<keyof ChartSpec, unknown>>;
  const plot = oneOf(plotKinds, typeof said.plot === 'string' ? said.plot : null);
  const stack = oneOf(stackKinds, typeof said.stack === 'string' ? said.stack : null);
  const axes = readAxes(said.axes);
  return {
    ...(axes === undefined ? {} : { axes }),
    ...(plot === null || plot === 'line' ? {} : { plot }),
    ...(stack === null || stack === 'none' ? {} : { stack }),
  };
}

export function thresholdName({ value, label }: Threshold): string {
  return label === '' ? formatNumber(value) : label;
}

export function readThreshold(json: unknown): ThresholdSpec[] {
  const { value, level, label } = (json ?? {}) as Partial<Record<'value' | 'level' | 'label', unknown>>;
  const name = typeof label === 'string' ? label.replace(/\s+/g, ' ').trim() : '';
  if (typeof level === 'string' && level.trim() !== '') return [{ level: level.trim(), label: name }];
  return typeof value === 'number' && Number.isFinite(value) ? [{ value, label: name }] : [];
}

/** A line from JSON, or none. */
export function readLineSpec(json: unknown): LineSpec[] {
  const said = (json ?? {}) as Partial<Record<keyof LineSpec, unknown>>;
  const text = typeof said.formula === 'string' ? said.formula : '';
  const isMatch = typeof said.match === 'string' && said.match.trim() !== '';
  if (text.trim() === '' && !isMatch) return [];
  const line: LineSpec = isMatch ? { formula: '', match: said.match as string } : { formula: text };
  const band = readBand(said.band);
  const dash = oneOf(dashKinds, typeof said.dash === 'string' ? said.dash : null);
  const width = widths.find((one) => one === said.width);
  if (typeof said.name === 'string' && said.name.trim() !== '') line.name = said.name.replace(/\s+/g, ' ').trim();
  if (typeof said.color === 'string' && /^#[0-9a-f]{6}$/i.test(said.color)) line.color = said.color;
  if (dash !== null) line.dash = dash;
  if (width !== undefined) line.width = width;
  if (said.axis === 'right') line.axis = 'right';
  if (band !== undefined) line.band = band;
  return [{ ...line, ...readNotation(said) }];
}

const reference = /\$\{((?:\\.|[^\\}])*)\}/gsu;

/** A formula as people read it: without the marks around paths. */
export function formulaLabel(text: string): string {
  return text.replace(reference, (_, path: string) => path.replace(/\\(.)/gsu, '$1'));
}

/** Whether a text is a formula by what stands in it, and not the bare path of a metric. */
export function isFormula(text: string): boolean {
  return /\$~?\{|^\s*@/.test(text);
}

/** Whether it compares with the baseline run by itself, or takes in a formula that may. */
export function usesBaseline({ formula: text, band }: LineSpec): boolean {
  return [text, ...Object.values(band ?? {})].some((one) => /\bbaseline\s*\(|@\w/.test(one));
}

/** Whether it computes anything, and does not just draw a metric. */
export function isComputed({ formula: text }: LineSpec): boolean {
  return asTyped(text) === text;
}

/** What somebody typed, as a formula: a bare path is the metric itself. */
export function asFormula(text: string): string {
  return isFormula(text) ? text.trim() : formula(text.trim());
}

/** The metric that a line is, if it is one as it is. */
export function pathOf({ formula: text }: LineSpec): string | undefined {
  const path = asTyped(text);
  return path === text ? undefined : path;
}

/** A formula as somebody would type it: a bare metric is its path. */
export function asTyped(text: string): string {
  const path = /^\$\{((?:\\.|[^\\}])*)\}$/su.exec(text)?.[1];
  return path === undefined ? text : path.replace(/\\(.)/gsu, '$1');
}

/** The name that somebody is typing: of a formula the reference that is open, else all of the text; null for none. */
export function typedName(text: string): string | null {
  const start = text.lastIndexOf('${');
  if (start < 0) return text;
  const open = text.slice(start + 2);
  return /(?:^|[^\\])\}/.test(open) ? null : open;
}

/** The text with the name that is being typed replaced by a whole one. */
export function completed(text: string, path: string): string {
  const start = text.lastIndexOf('${');
  return start < 0 ? path : text.slice(0, start) + formula(path);
}

/** A formula of one bare reference is the metric itself. */
export function formula(attribute: string): string {
  return `\${${attribute.replace(/[\\${}]/g, '\\$&')}}`;
}
