import type { Aggregation, Definition, FieldType } from './attribute';
import { formulaLabel } from './chart';
import { formulaField } from './field';

export const numberFormats = ['auto', 'decimal', 'scientific'] as const;
export type NumberFormat = (typeof numberFormats)[number];

/** A column of the runs table. */
export interface Column {
  /** Of a formula its text. */
  path: string;
  type: FieldType;
  /** Which figure of a float series is shown. */
  aggregation: Aggregation;
  /** Pixels; 0 is the type's own width. */
  width: number;
  pinned: boolean;
  /** What the header says; empty for the path itself. */
  name: string;
  format: NumberFormat;
  /** `#rrggbb`; empty for none. */
  color: string;
}

const widths: Partial<Record<FieldType, number>> = {
  formula: 136,
  float: 116,
  int: 136,
  bool: 84,
  string: 170,
  datetime: 150,
  stringSet: 190,
  experimentState: 100,
  floatSeries: 124,
  stringSeries: 220,
};

export const columnWidthMin = 60;

export function columnWidth(column: Column): number {
  return column.width > 0 ? column.width : (widths[column.type] ?? 150);
}

export function columnOf(definition: Definition): Column {
  const looks = { aggregation: 'last', width: 0, pinned: false, name: '', format: 'auto', color: '' } as const;
  return { path: definition.name, type: definition.type, ...looks };
}

/** A column of what a formula gives of each run. */
export function formulaColumn(typed: string, name = ''): Column {
  const looks = { width: 0, pinned: false, name, format: 'auto', color: '' } as const;
  return { ...formulaField(typed), ...looks };
}

/** Names a column among others: an attribute of one name can have several types. */
export function columnKey({ path, type }: { path: string; type: FieldType }): string {
  return `${type}:${path}`;
}

export function sameAttribute(a: { path: string; type: FieldType }, b: { path: string; type: FieldType }) {
  return a.path === b.path && a.type === b.type;
}

const metricWords = /(loss|acc|perplex|reward|score|f1|auc)/i;
const configWords = /(^|[/_.])(lr|learning_rate|batch_size|optimizer|seed|epochs|model)($|[/_.])/i;

/** What a table shows before anybody chose: when, tags, and the likeliest metrics and settings. */
export function suggestColumns(definitions: readonly Definition[]): Column[] {
  const own = definitions.filter((definition) => !definition.name.startsWith('sys/'));
  const short = (a: Definition, b: Definition) => a.name.length - b.name.length;
  const metrics = own.filter(({ name, type }) => type === 'floatSeries' && metricWords.test(name)).sort(short);
  const configs = own
    .filter(({ name, type }) => ['float', 'int', 'string'].includes(type) && configWords.test(name))
    .sort(short);
  const others = own.filter(({ name, type }) => type === 'floatSeries' && !metricWords.test(name)).sort(short);
  return [
    columnOf({ name: 'sys/creation_time', type: 'datetime' }),
    columnOf({ name: 'sys/tags', type: 'stringSet' }),
    ...[...metrics.slice(0, 3), ...others.slice(0, Math.max(0, 2 - metrics.length))].map(columnOf),
    ...configs.slice(0, 4).map(columnOf),
  ];
}

/** What the column is called where there is room for a word. */
export function columnLabel({ name, path, type }: Column): string {
  if (name !== '') return name;
  return type === 'formula' ? formulaLabel(path).replace(/\s+/g, ' ') : path;
}

/** The columns with one taken to another's place; it takes on whether that one is pinned. */
export function moved(columns: readonly Column[], from: number, to: number, pinned: boolean): Column[] {
  const next = [...columns];
  const [taken] = next.splice(from, 1);
  if (taken !== undefined) next.splice(to, 0, { ...taken, pinned });
  return next;
}
