import { request } from './client';

const base = '/api/leaderboard/v1/formulas';

/** A function of formulas, or a word such as `step`. */
export interface FormulaFunction {
  name: string;
  group: string;
  /** Such as `roll_mean(x, w, centered=0)`. */
  signature: string;
  meaning: string;
  /** What becomes of values that are not finite. */
  nan: string;
  example: string;
}

export interface FormulaWord {
  name: string;
  meaning: string;
}

export interface FormulaLanguage {
  functions: FormulaFunction[];
  words: FormulaWord[];
}

/** Something to be said about a stretch of a formula. */
export interface FormulaDiagnostic {
  /** In UTF-16 units; 0 to 0 for what has no place. */
  from: number;
  to: number;
  severity: 'error' | 'warning';
  code: string;
  message: string;
  /** `text` mends it in place of the stretch. */
  fix?: { label: string; text: string } | null;
}

export type FormulaKind = 'number' | 'scalar' | 'series' | 'family';

export interface FormulaCheck {
  /** Missing if the formula is wrong. */
  kind?: FormulaKind | null;
  diagnostics: FormulaDiagnostic[];
  /** About how many points it reads. */
  rows: number;
}

export type FormulaRole = 'y' | 'x' | 'scalar';

export interface FormulaQuery {
  project: string;
  formula: string;
  /** sys/id of runs that it is computed for; none: the project as a whole. */
  runs: readonly string[];
  /** sys/id of the run that `baseline()` means; null where there is none. */
  baseline: string | null;
  role: FormulaRole;
}

export function fetchFormulaLanguage(signal?: AbortSignal): Promise<FormulaLanguage> {
  return request(`${base}/functions`, { signal });
}

/** What a formula is, and what is wrong with it. */
export function checkFormula(query: FormulaQuery, signal?: AbortSignal): Promise<FormulaCheck> {
  const { project, baseline, ...rest } = query;
  const body = { projectIdentifier: project, ...(baseline === null ? {} : { baseline }), ...rest };
  return request(`${base}/check`, { method: 'POST', body, signal });
}
