import type { WidgetDto } from '../api/dashboards';
import { without } from '../api/documents';
import { aggregations, attributeTypes, fieldTypes } from '../model/attribute';
import { formula, lineName, readChart, type ChartSpec } from '../model/chart';
import { readSettings, type ChartSettings } from '../model/chartSettings';
import type { Field } from '../model/field';
import { oneOf } from '../model/oneOf';
import { newSectionId } from './board';

export const widgetKinds = [
  'line',
  'value',
  'text',
  'runs',
  'bars',
  'scatter',
  'parallel',
  'attributes',
  'histogram',
  'media',
  'logs',
] as const;
export type WidgetKind = (typeof widgetKinds)[number];

type Options = Record<string, unknown>;

/** Neptune's types of widgets, and what they are here. */
const kindOfType: Record<string, WidgetKind> = {
  chart: 'line',
  userDefinedFunction: 'line',
  singleValue: 'value',
  valueList: 'runs',
  table: 'runs',
  interactiveTable: 'runs',
  textNode: 'text',
  scatterPlot: 'scatter',
  histogram: 'histogram',
  image: 'media',
  gallery: 'media',
  imageComparison: 'media',
  fileSeries: 'media',
  file: 'media',
  fileSet: 'media',
};

/** Under which of Neptune's types a kind is written. */
const typeOfKind: Record<WidgetKind, string> = {
  line: 'chart',
  bars: 'chart',
  parallel: 'chart',
  value: 'singleValue',
  runs: 'table',
  attributes: 'table',
  text: 'textNode',
  scatter: 'scatterPlot',
  histogram: 'histogram',
  media: 'gallery',
  logs: 'valueList',
};

export function isSection({ type }: WidgetDto): boolean {
  return type === 'section' || type === 'dynamicSection';
}

/** What a widget is here; null for what is not known, such as a notebook. */
export function kindOf({ type, options, attributes = [] }: WidgetDto): WidgetKind | null {
  const said = oneOf(widgetKinds, textOf(options?.kind));
  if (said !== null && typeOfKind[said] === type) return said;
  if (type === 'valueList' && attributes.some((one) => one.type === 'stringSeries')) return 'logs';
  return kindOfType[type] ?? null;
}

export function newWidget(id: string, kind: WidgetKind, options: Options = {}, name = ''): WidgetDto {
  return { id, type: typeOfKind[kind], name, options: { v: 1, kind, ...options } };
}

export function newSection(): WidgetDto {
  return { id: newSectionId(), type: 'section', name: 'Section' };
}

/** A section that makes its widgets, of the names that somebody is about to give. */
export function newDynamic(): WidgetDto {
  const options = { by: 'path', template: { kind: 'line' } };
  return { id: newSectionId(), type: 'dynamicSection', name: 'Metrics', options };
}

/** With other options; those that are undefined go. */
export function withOptions(dto: WidgetDto, part: Options): WidgetDto {
  const options = Object.entries({ ...dto.options, ...part }).filter(([, value]) => value !== undefined);
  return { ...dto, options: Object.fromEntries(options) };
}

/** What stands over a widget where nobody gave it a name; empty for what needs none. */
export function widgetTitle(dto: WidgetDto): string {
  const name = textOf(dto.options?.title) ?? textOf(dto.name) ?? '';
  if (name.trim() !== '') return name;
  switch (kindOf(dto)) {
    case 'line':
      return readLine(dto).chart?.lines.map(lineName).join(', ') ?? 'Chart';
    case 'value':
      return valueLabel(readValue(dto));
    case 'runs':
      return 'Runs';
    case 'bars':
      return readField(dto.options?.bar)?.path ?? 'Bars';
    case 'scatter':
      return 'Scatter';
    case 'parallel':
      return 'Parallel coordinates';
    case 'attributes':
      return 'Attributes';
    case 'histogram':
    case 'logs':
      return readSpread(dto) ?? readSeries(dto) ?? (kindOf(dto) === 'logs' ? 'Logs' : 'Histograms');
    case 'media':
      return 'Media';
    case 'text':
      return '';
    case null:
      return dto.type;
  }
}

/** Names that a chart draws besides those that it names, or a section holds. */
export interface NameMatch {
  must: string[];
  mustNot: string[];
}

export interface LineOptions {
  /** null where no line is named. */
  chart: ChartSpec | null;
  /** Metrics by their names, one line each; null where none are. */
  match: NameMatch | null;
  settings: Partial<ChartSettings>;
}

export function readLine(dto: WidgetDto): LineOptions {
  const { options = {}, attributes = [] } = dto;
  const own = chartSpec(dto, options.lines, options);
  const listed = attributes.map(({ name }) => ({ formula: formula(name) }));
  return {
    chart: own ?? chartSpec(dto, listed, {}),
    match: readMatch(dto),
    settings: readSettings(options.settings),
  };
}

function chartSpec(dto: WidgetDto, lines: unknown, options: Options): ChartSpec | null {
  return readChart({ ...options, version: 1, id: chartId(dto), title: textOf(options.title) ?? dto.name ?? '', lines });
}

/** What settings and zooms of a widget's chart go by. */
export function chartId({ id }: { id: string }): string {
  return `=${id}`;
}

/** The widget with another chart. */
export function withChart(dto: WidgetDto, chart: ChartSpec): WidgetDto {
  const drawn = without(chart, ['id', 'version', 'title']);
  const rest = without(dto, ['attributes', 'attributeNameMustMatchRegexes', 'attributeNameMustNotMatchRegexes']);
  // What the chart before it said, and this one does not.
  const before = Object.keys(without(readLine(dto).chart ?? chart, ['id', 'version']));
  const gone = before.map((key) => [key, undefined] as const);
  return { ...withOptions(rest as WidgetDto, { ...Object.fromEntries(gone), ...drawn }), name: chart.title };
}

export function readMatch(dto: WidgetDto): NameMatch | null {
  const must = textsOf(dto.attributeNameMustMatchRegexes);
  const mustNot = textsOf(dto.attributeNameMustNotMatchRegexes);
  return must.length === 0 ? null : { must, mustNot };
}

/** Which value stands for several runs. */
export const reductions = ['first', 'best', 'mean', 'all'] as const;
export type Reduction = (typeof reductions)[number];

export interface ValueOptions {
  /** A formula of one number a run takes precedence over a field. */
  formula: string;
  field: Field | null;
  reduce: Reduction;
  goal: 'min' | 'max';
  spark: boolean;
  digits: number;
  unit: string;
  /** A value from here on, in the direction of the goal, is good; null for none. */
  target: number | null;
}

export function readValue({ options = {}, attributes = [] }: WidgetDto): ValueOptions {
  const [first] = attributes;
  const type = oneOf(attributeTypes, first?.type ?? null);
  const listed: Field | null = first && type ? { path: first.name, type, aggregation: 'last' } : null;
  return {
    formula: textOf(options.value) ?? '',
    field: readField(options.field) ?? listed,
    reduce: oneOf(reductions, textOf(options.reduce)) ?? 'all',
    goal: options.goal === 'max' ? 'max' : 'min',
    spark: options.spark === true,
    digits: typeof options.digits === 'number' ? Math.min(15, Math.max(1, Math.round(options.digits))) : 4,
    unit: textOf(options.unit) ?? '',
    target: typeof options.target === 'number' ? options.target : null,
  };
}

export function valueLabel({ formula: text, field }: ValueOptions): string {
  if (text !== '') return text;
  return field === null ? 'Value' : field.path;
}

/** The formula whose values a widget of histograms shows, as it is typed; null for histograms that were logged. */
export function readSpread({ options = {} }: WidgetDto): string | null {
  return textOf(options.formula);
}

/** The one series that a histogram or a log shows; null where none is chosen. */
export function readSeries({ options = {}, attributes = [] }: WidgetDto): string | null {
  return textOf(options.series) ?? attributes[0]?.name ?? null;
}

export function readField(json: unknown): Field | null {
  const { path, type, aggregation } = (json ?? {}) as Partial<Record<keyof Field, unknown>>;
  const known = oneOf(fieldTypes, textOf(type));
  if (typeof path !== 'string' || path === '' || known === null) return null;
  return { path, type: known, aggregation: oneOf(aggregations, textOf(aggregation)) ?? 'last' };
}

/** The attributes of a list; null where there is no list. Formulas stand in no list. */
export function readFields(json: unknown): Field[] | null {
  if (!Array.isArray(json)) return null;
  return json.flatMap((one) => readField(one) ?? []).filter(({ type }) => type !== 'formula');
}

/** What a dynamic section makes widgets of. */
export interface DynamicOptions extends NameMatch {
  /** A widget for each name, or for each distinct capture of the first regex. */
  by: 'path' | 'captures';
  kind: WidgetKind;
  /** Of each widget, in cells. */
  w: number;
  h: number;
  /** What each widget has besides what it shows. */
  options: Readonly<Options>;
}

export const madeMax = 500;

/** null for a section that is not dynamic. */
export function readDynamic(head: WidgetDto | null): DynamicOptions | null {
  if (head === null || !isDynamic(head)) return null;
  const { options = {} } = head;
  const template = (options.template ?? {}) as Record<'kind' | 'type' | 'w' | 'h' | 'options', unknown>;
  const kind = oneOf(widgetKinds, textOf(template.kind)) ?? kindOfType[String(template.type)] ?? 'line';
  const cells = (value: unknown, least: number, most: number, usual: number) =>
    typeof value === 'number' ? Math.min(most, Math.max(least, Math.round(value))) : usual;
  return {
    ...(readMatch(head) ?? { must: [], mustNot: [] }),
    by: options.by === 'captures' ? 'captures' : 'path',
    kind,
    w: cells(template.w, 4, 24, 8),
    h: cells(template.h, 3, 30, 7),
    options: typeof template.options === 'object' ? { ...template.options } : {},
  };
}

/** Whether a section makes its widgets of the names that match. */
export function isDynamic(head: WidgetDto | null): boolean {
  return head?.type === 'dynamicSection';
}

/** The variable that a section is repeated for; null where it stands once. */
export function repeatOf(head: WidgetDto | null): string | null {
  const { variable } = (head?.options?.repeat ?? {}) as { variable?: unknown };
  return textOf(variable);
}

export function isFolded(head: WidgetDto | null): boolean {
  return head?.options?.collapsed === true;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string' && one !== '') : [];
}
