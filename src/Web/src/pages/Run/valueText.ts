import type { Attribute } from '../../api/attributes';
import { formatBytes, formatMomentExact, formatNumber, formatShort } from '../../format';

/** An attribute's newest value in a line. */
export function valueText(attribute: Attribute): string {
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
