import type { Attribute } from '../model/attribute';

/** What a formula gave of a run. */
export interface FormulaValueDto {
  /** A text for NaN and the infinities; missing if there is none. */
  value?: number | string | null;
  missing?: { message?: string | null } | null;
}

/** The same as an attribute of the run, which is named by the formula's text. */
export function formulaAttribute(name: string, { value, missing }: FormulaValueDto): Attribute {
  const number = value === undefined || value === null ? null : Number(value);
  return { name, type: 'formula', value: number, missing: missing?.message ?? '' };
}
