import { oneOf } from './charts';

export const attributeTypes = [
  'float',
  'int',
  'bool',
  'string',
  'datetime',
  'stringSet',
  'experimentState',
  'floatSeries',
  'stringSeries',
  'histogramSeries',
  'fileRef',
  'fileRefSeries',
] as const;
export type AttributeType = (typeof attributeTypes)[number];

export const aggregations = ['last', 'min', 'max', 'average', 'variance'] as const;
export type Aggregation = (typeof aggregations)[number];

/** One figure of a run: an attribute and, of a float series, which of its figures. */
export interface Field {
  path: string;
  type: AttributeType;
  aggregation: Aggregation;
}

/** `type:aggregation:path`; the path is last and may hold anything. */
export function printField({ path, type, aggregation }: Field): string {
  return `${type}:${aggregation === 'last' ? '' : aggregation}:${path}`;
}

/** null for a text that names no attribute. */
export function readField(text: string | null): Field | null {
  const match = /^(\w+):(\w*):(.+)$/su.exec(text ?? '');
  const type = oneOf(attributeTypes, match?.[1] ?? null);
  if (match === null || type === null) return null;
  return { path: match[3]!, type, aggregation: oneOf(aggregations, match[2]!) ?? 'last' };
}

export function sameField(a: Field, b: Field): boolean {
  return a.path === b.path && a.type === b.type && (a.type !== 'floatSeries' || a.aggregation === b.aggregation);
}

export function fieldKey(field: Field): string {
  return printField(field);
}

/** The last two parts of the path (many metrics are called `loss`), with the figure where it is not the last value. */
export function fieldLabel({ path, type, aggregation }: Field): string {
  const name = path.split('/').slice(-2).join('/');
  return type === 'floatSeries' && aggregation !== 'last' ? `${name} · ${aggregation}` : name;
}
