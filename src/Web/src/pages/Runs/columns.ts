import type { Attribute, Definition } from '../../api/attributes';
import { formatMomentExact, formatNumber } from '../../format';
import type { AttributeType, Column } from '../../url/runs';

const widths: Partial<Record<AttributeType, number>> = {
  float: 108,
  int: 100,
  bool: 84,
  string: 170,
  datetime: 128,
  stringSet: 170,
  experimentState: 100,
  floatSeries: 124,
  stringSeries: 220,
};

export const columnWidthMin = 60;

export function columnWidth(column: Column): number {
  return column.width > 0 ? column.width : (widths[column.type] ?? 150);
}

export function columnOf(definition: Definition): Column {
  return { path: definition.name, type: definition.type, aggregation: 'last', width: 0, pinned: false };
}

export function sameAttribute(a: { path: string; type: AttributeType }, b: { path: string; type: AttributeType }) {
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

/** The cell as text, for titles, files and comparing. */
export function cellText(attribute: Attribute | undefined, column: Pick<Column, 'aggregation'>): string {
  if (attribute === undefined) return '';
  switch (attribute.type) {
    case 'float':
    case 'int':
      return formatNumber(attribute.value);
    case 'bool':
      return attribute.value ? 'true' : 'false';
    case 'datetime':
      return formatMomentExact(attribute.value);
    case 'string':
    case 'experimentState':
      return attribute.value;
    case 'stringSet':
      return attribute.values.join(', ');
    case 'floatSeries': {
      const value = attribute[column.aggregation];
      return value === null ? '' : formatNumber(value);
    }
    case 'stringSeries':
      return attribute.last ?? '';
    case 'histogramSeries':
      return attribute.last === null ? '' : `histogram of ${attribute.last.values.length} bins`;
    case 'fileRef':
    case 'fileRefSeries':
      return attribute.file?.path.split('/').at(-1) ?? '';
  }
}

/** The cell as a file holds it: numbers with all their digits. */
export function cellValue(attribute: Attribute | undefined, column: Column): string | number | boolean | null {
  if (attribute === undefined || attribute.type !== column.type) return null;
  if (attribute.type === 'floatSeries') return attribute[column.aggregation];
  return 'value' in attribute ? attribute.value : cellText(attribute, column);
}
