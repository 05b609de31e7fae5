import { request } from './client';

const base = '/api/leaderboard/v1/comments';

/** What somebody says of a widget of a dashboard or report, or of the whole. */
export interface Comment {
  id: string;
  /** The branch of the dashboard, or the report. */
  board: string;
  /** null: of the whole. */
  widget: string | null;
  /** The comment that begins the thread; null: this one does. */
  replyTo: string | null;
  text: string;
  /** Of the comment that begins a thread: nothing is left to be done. */
  resolved: boolean;
  author: string;
  created: string;
  updatedBy: string;
  updated: string;
}

export type NewComment = Pick<Comment, 'board' | 'widget' | 'replyTo' | 'text'>;

const ofOne = (id: string) => `${base}/${encodeURIComponent(id)}`;

/** The oldest first. */
export async function listComments(project: string, board: string, signal?: AbortSignal): Promise<Comment[]> {
  const query = { projectIdentifier: project, board };
  const { comments } = await request<{ comments: Partial<Comment>[] }>(base, { query, signal });
  return comments.map((one) => ({ widget: null, replyTo: null, ...one }) as Comment);
}

export function addComment(project: string, comment: NewComment): Promise<Comment> {
  return request(base, { method: 'POST', query: { projectIdentifier: project }, body: comment });
}

/** Words one's own comment anew, or says of any whether it is settled. */
export function changeComment(
  project: string,
  id: string,
  change: Partial<Pick<Comment, 'text' | 'resolved'>>,
): Promise<Comment> {
  return request(ofOne(id), { method: 'PUT', query: { projectIdentifier: project }, body: change });
}

export async function deleteComment(project: string, id: string): Promise<void> {
  await request(ofOne(id), { method: 'DELETE', query: { projectIdentifier: project } });
}
