import type { Attribute, SeriesFigures } from '../../../model/attribute';
import { valueText } from '../../../model/attributeText';

export type Metric = { name: string } & SeriesFigures;

export interface Setting {
  name: string;
  /** With all digits, to be compared. */
  text: string;
}

const metricsMax = 8;
const likely = /(loss|acc|perplex|reward|score|f1|auc|error|bleu|rouge)/i;
const machinery = /^(monitoring|runtime|system|source_code)\//;

/** The metrics that a person starred, then those of the table, then those that tell most by their names. */
export function keyMetrics(
  attributes: readonly Attribute[],
  starred: ReadonlySet<string>,
  inTable: readonly string[],
): Metric[] {
  const metrics = attributes.flatMap((one) => (one.type === 'floatSeries' && !machinery.test(one.name) ? [one] : []));
  const rank = ({ name }: Metric) => {
    if (starred.has(name)) return 0;
    const column = inTable.indexOf(name);
    if (column >= 0) return 1 + column / inTable.length;
    return likely.test(name) ? 2 : 3;
  };
  return metrics
    .sort(
      (a, b) => rank(a) - rank(b) || depth(a) - depth(b) || a.name.length - b.name.length || (a.name < b.name ? -1 : 1),
    )
    .slice(0, metricsMax);
}

const depth = ({ name }: Metric) => name.split('/').length;

/** What the run was given: single values that no part of the machinery logged. */
export function settingsOf(attributes: readonly Attribute[]): Setting[] {
  return attributes
    .filter(({ name, type }) => ['float', 'int', 'bool', 'string'].includes(type) && !machinery.test(name))
    .map((attribute) => ({
      name: attribute.name,
      text: attribute.type === 'float' ? String(attribute.value) : valueText(attribute),
    }));
}
