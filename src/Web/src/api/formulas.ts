import { request } from './client';
import type { CheckResponse, DiagnosticResponse, FunctionsResponse } from './generated';

const base = '/api/leaderboard/v1/formulas';

/** The functions and words that there are. */
export type FormulaLanguage = FunctionsResponse;

/** Something to be said about a stretch of a formula. */
export type FormulaDiagnostic = DiagnosticResponse;

/** What a formula is, and what is wrong with it. */
export type FormulaCheck = Pick<CheckResponse, 'kind' | 'diagnostics' | 'rows'>;

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
