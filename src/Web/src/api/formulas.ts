import type { Attribute } from '../model/attribute';
import { figure } from './attributes';
import { request } from './client';
import { formulaAttribute, type FormulaValueDto } from './formulaValue';
import type { CheckResponse, DiagnosticResponse, FunctionsResponse } from './generated';
import { asOfQuery } from './moments';
import { holder } from './runs';

const base = '/api/leaderboard/v1/formulas';

/** The functions and words that there are. */
export type FormulaLanguage = FunctionsResponse;

/** Something to be said about a stretch of a formula. */
export type FormulaDiagnostic = DiagnosticResponse;

/** What a formula is, and what is wrong with it. */
export type FormulaCheck = Pick<CheckResponse, 'kind' | 'diagnostics' | 'rows'>;

export type FormulaRole = 'y' | 'x' | 'scalar' | 'histogram';

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

interface ValuesDto {
  values: ({ customId: string } & FormulaValueDto)[];
}

const valuesMax = 10_000;

/** Several formulas of one number a run, by sys/id of the run and then by the formula. */
export async function fetchScalars(
  project: string,
  runs: readonly string[],
  formulas: readonly string[],
  baseline: string | null,
  signal?: AbortSignal,
  asOf: string | null = null,
): Promise<Map<string, Map<string, Attribute>>> {
  const found = new Map(runs.map((run) => [run, new Map<string, Attribute>()]));
  const pairs = runs.flatMap((run) => formulas.map((formula) => ({ run, formula })));
  for (let from = 0; from < pairs.length; from += valuesMax) {
    const part = pairs.slice(from, from + valuesMax);
    const { values } = await request<ValuesDto>(`${base}/values`, {
      method: 'POST',
      query: asOfQuery(asOf),
      body: {
        metrics: part.map(({ run, formula }, at) => ({
          customId: String(at),
          holder: { identifier: holder(project, run), type: 'experiment' },
          formula,
        })),
        ...(baseline === null ? {} : { baseline: { identifier: holder(project, baseline), type: 'experiment' } }),
      },
      signal,
    });
    for (const one of values) {
      const { run, formula } = part[Number(one.customId)]!;
      found.get(run)!.set(formula, formulaAttribute(formula, one));
    }
  }
  return found;
}

/** One number of a run, or why there is none. */
export interface FormulaValue {
  value: number | null;
  missing: string | null;
}

/** A formula of one number a run, for each of the runs, in their order. */
export async function fetchFormulaValues(
  query: Pick<FormulaQuery, 'project' | 'formula' | 'runs' | 'baseline'> & {
    experiments: boolean;
    /** The moment that series are shown at; null: now. */
    asOf: string | null;
  },
  signal?: AbortSignal,
): Promise<FormulaValue[]> {
  const { project, formula, runs, baseline, experiments } = query;
  const holderOf = (run: string) => ({ identifier: holder(project, run), type: 'experiment' });
  interface Answer {
    values: { customId: string; value?: number | string | null; missing?: { message?: string } | null }[];
  }
  const answer = await request<Answer>(`${base}/values`, {
    method: 'POST',
    query: { projectIdentifier: project, ...asOfQuery(query.asOf) },
    body: {
      metrics: runs.map((run, at) => ({
        customId: String(at),
        holder: holderOf(run),
        formula,
        lineage: 'FULL',
        lineageEntityType: experiments ? 'EXPERIMENT' : 'RUN',
      })),
      ...(baseline === null ? {} : { baseline: holderOf(baseline) }),
    },
    signal,
  });
  const byId = new Map(answer.values.map((one) => [one.customId, one]));
  return runs.map((_, at) => {
    const said = byId.get(String(at));
    return { value: figure(said?.value), missing: said?.missing?.message ?? null };
  });
}
