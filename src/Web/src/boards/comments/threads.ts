import type { Comment } from '../../api/comments';

/** A comment and the answers to it. */
export interface Thread {
  /** Of the comment that began it. */
  id: string;
  widget: string | null;
  isResolved: boolean;
  /** The oldest first. Where the first was deleted, the answers are left. */
  comments: readonly Comment[];
}

/** The threads of a board, the oldest first. */
export function threadsOf(comments: readonly Comment[]): Thread[] {
  const byId = new Map<string, Comment[]>();
  for (const comment of comments) {
    const id = comment.replyTo ?? comment.id;
    const thread = byId.get(id);
    if (thread === undefined) byId.set(id, [comment]);
    else thread.push(comment);
  }
  return [...byId].map(([id, said]) => {
    const first = said.find((one) => one.id === id);
    return { id, widget: (first ?? said[0]!).widget, isResolved: first?.resolved ?? false, comments: said };
  });
}

/** How much is said of what is not settled. */
export const openCount = (threads: readonly Thread[]): number =>
  threads.reduce((sum, { isResolved, comments }) => sum + (isResolved ? 0 : comments.length), 0);
