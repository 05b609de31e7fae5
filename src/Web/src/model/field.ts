import type { Aggregation, AttributeType, FieldType } from './attribute';
import { asFormula, formulaLabel } from './chart';

/** One figure of a run: an attribute and, of a float series, which of its figures; or a formula. */
export interface Field {
  /** Of a formula its text. */
  path: string;
  type: FieldType;
  aggregation: Aggregation;
}

/** The attribute itself; of a series its last value. */
export function fieldOf({ name, type }: { name: string; type: AttributeType }): Field {
  return { path: name, type, aggregation: 'last' };
}

/** What somebody typed as a field that is computed. */
export function formulaField(typed: string): Field {
  return { path: asFormula(typed), type: 'formula', aggregation: 'last' };
}

/** Without what a column or a sort has beside it. */
export function bareField({ path, type, aggregation }: Field): Field {
  return { path, type, aggregation };
}

export function sameField(a: Field, b: Field): boolean {
  return a.path === b.path && a.type === b.type && (a.type !== 'floatSeries' || a.aggregation === b.aggregation);
}

/** `type:aggregation:path`; the path is last and may hold anything. Addresses and saved views name fields so. */
export function fieldKey({ path, type, aggregation }: Field): string {
  return `${type}:${aggregation === 'last' ? '' : aggregation}:${path}`;
}

/** The last two parts of the path (many metrics are called `loss`), with the figure where it is not the last value. */
export function fieldLabel({ path, type, aggregation }: Field): string {
  if (type === 'formula') return formulaLabel(path).replace(/\s+/g, ' ');
  const name = path.split('/').slice(-2).join('/');
  return type === 'floatSeries' && aggregation !== 'last' ? `${name} · ${aggregation}` : name;
}
