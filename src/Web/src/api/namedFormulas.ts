import { request } from './client';
import { withoutSaves, type Saves } from './documents';

const base = '/api/leaderboard/v1/formulas';

/** A formula that the project has under a name: `@name` takes it in. */
export interface NamedFormula extends Saves {
  name: string;
  formula: string;
  /** What its values are in, such as `tok/s`. */
  unit?: string | null;
  /** What it is for. */
  note?: string | null;
}

export type NamedFormulaContent = Omit<NamedFormula, keyof Saves>;

export async function listNamedFormulas(project: string, signal?: AbortSignal): Promise<NamedFormula[]> {
  const query = { projectIdentifier: project };
  return (await request<{ formulas: NamedFormula[] }>(base, { query, signal })).formulas;
}

export function createNamedFormula(project: string, content: NamedFormulaContent): Promise<NamedFormula> {
  return request(base, { method: 'POST', query: { projectIdentifier: project }, body: content });
}

/** @throws ApiError that `savedMeanwhile` reads if somebody else saved it since this revision of it. */
export function updateNamedFormula(project: string, formula: NamedFormula): Promise<NamedFormula> {
  return request(`${base}/${encodeURIComponent(formula.id)}`, {
    method: 'PUT',
    query: { projectIdentifier: project },
    body: withoutSaves(formula),
    revision: formula.revision,
  });
}

/** @throws ApiError as {@link updateNamedFormula} does. */
export async function deleteNamedFormula(project: string, { id, revision }: NamedFormula): Promise<void> {
  await request(`${base}/${encodeURIComponent(id)}`, {
    method: 'DELETE',
    query: { projectIdentifier: project },
    revision,
  });
}
