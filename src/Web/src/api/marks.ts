import { request } from './client';
import { withoutSaves, type Saves } from './documents';

const base = '/api/leaderboard/v1/marks';

/** What somebody says of a step of a run. */
export interface Mark extends Saves {
  /** Its sys/id. */
  run: string;
  step: number;
  text: string;
}

export type MarkContent = Omit<Mark, keyof Saves>;

export async function listMarks(project: string, signal?: AbortSignal): Promise<Mark[]> {
  return (await request<{ marks: Mark[] }>(base, { query: { projectIdentifier: project }, signal })).marks;
}

/** @throws ApiError if the step of the run has a mark already. */
export function createMark(project: string, content: MarkContent): Promise<Mark> {
  return request(base, { method: 'POST', query: { projectIdentifier: project }, body: content });
}

/** @throws ApiError that `savedMeanwhile` reads if somebody else saved it since this revision of it. */
export function updateMark(project: string, mark: Mark): Promise<Mark> {
  return request(`${base}/${encodeURIComponent(mark.id)}`, {
    method: 'PUT',
    query: { projectIdentifier: project },
    body: withoutSaves(mark),
    revision: mark.revision,
  });
}

/** @throws ApiError as {@link updateMark} does. */
export async function deleteMark(project: string, { id, revision }: Mark): Promise<void> {
  const query = { projectIdentifier: project };
  await request(`${base}/${encodeURIComponent(id)}`, { method: 'DELETE', query, revision });
}
