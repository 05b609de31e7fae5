import type { Attribute } from './attribute';
import type { Column, NumberFormat } from './column';
import { formatBytes, formatInteger, formatMomentExact, formatNumber, formatShort } from './format';
import { stateText } from './quickFilters';

const decimal = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6, useGrouping: false });

function formatAs(value: number, format: NumberFormat): string {
  if (format === 'auto' || !Number.isFinite(value)) return formatNumber(value);
  return format === 'decimal' ? decimal.format(value) : value.toExponential(4);
}

/** The cell as text, for titles, files and comparing. */
export function cellText(
  attribute: Attribute | undefined,
  column: Pick<Column, 'aggregation'> & { format?: NumberFormat },
): string {
  const format = column.format ?? 'auto';
  if (attribute === undefined) return '';
  switch (attribute.type) {
    case 'float':
      return formatAs(attribute.value, format);
    case 'int':
      return format === 'scientific' ? formatAs(attribute.value, format) : formatInteger(attribute.digits);
    case 'formula':
      return attribute.value === null ? '' : formatAs(attribute.value, format);
    case 'bool':
      return attribute.value ? 'true' : 'false';
    case 'datetime':
      return formatMomentExact(attribute.value);
    case 'string':
      return attribute.value;
    case 'experimentState':
      return stateText(attribute.value);
    case 'stringSet':
      return attribute.values.join(', ');
    case 'floatSeries': {
      const value = attribute[column.aggregation];
      return value === null ? '' : formatAs(value, format);
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
export function cellValue(attribute: Attribute | undefined, column: Column): string | number | bigint | boolean | null {
  if (attribute === undefined || attribute.type !== column.type) return null;
  if (attribute.type === 'floatSeries') return attribute[column.aggregation];
  if (attribute.type === 'int') return /^-?\d+$/.test(attribute.digits) ? BigInt(attribute.digits) : attribute.value;
  return 'value' in attribute ? attribute.value : cellText(attribute, column);
}

/** An attribute's newest value in a line. */
export function valueText(attribute: Attribute): string {
  switch (attribute.type) {
    case 'formula':
      return attribute.value === null ? '–' : formatNumber(attribute.value);
    case 'float':
      return formatNumber(attribute.value);
    case 'int':
      return attribute.digits;
    case 'bool':
      return attribute.value ? 'true' : 'false';
    case 'datetime':
      return formatMomentExact(attribute.value);
    case 'string':
      return attribute.value;
    case 'experimentState':
      return stateText(attribute.value);
    case 'stringSet':
      return attribute.values.join(', ');
    case 'floatSeries':
      return attribute.last === null ? '–' : formatNumber(attribute.last);
    case 'stringSeries':
      return attribute.last ?? '–';
    case 'histogramSeries':
      return attribute.lastStep === null ? 'histograms' : `histograms to step ${formatShort(attribute.lastStep)}`;
    case 'fileRef':
      return `${attribute.file.mimeType}, ${formatBytes(attribute.file.sizeBytes)}`;
    case 'fileRefSeries':
      return attribute.lastStep === null ? 'files' : `files to step ${formatShort(attribute.lastStep)}`;
  }
}
