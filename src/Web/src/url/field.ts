import { aggregations, fieldTypes } from '../model/attribute';
import { fieldKey, type Field } from '../model/field';
import { oneOf } from '../model/oneOf';

export const printField = fieldKey;

/** Of one that may be missing. */
export function printOrNone(field: Field | null): string {
  return field === null ? '' : printField(field);
}

/** null for a text that names no attribute. */
export function readField(text: string | null): Field | null {
  const match = /^(\w+):(\w*):(.+)$/su.exec(text ?? '');
  const type = oneOf(fieldTypes, match?.[1] ?? null);
  if (match === null || type === null) return null;
  return { path: match[3]!, type, aggregation: oneOf(aggregations, match[2]!) ?? 'last' };
}
