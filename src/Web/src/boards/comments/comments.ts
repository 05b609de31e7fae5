import { useQuery } from '@tanstack/react-query';
import { createContext, use, useMemo } from 'react';

import { listComments } from '../../api/comments';
import { threadsOf, type Thread } from './threads';

/** The comments of a board. */
export interface BoardComments {
  project: string;
  /** The branch of the dashboard, or the report. */
  board: string;
  threads: readonly Thread[];
}

const refetchMs = 30_000;
const none: readonly Thread[] = [];

/** null where nobody can comment. */
export const CommentsContext = createContext<BoardComments | null>(null);

export const commentsKey = (project: string, board: string) => ['comments', project, board] as const;

/** What the context gets: the comments of a board as they come. */
export function useBoardComments(project: string, board: string): BoardComments {
  const { data } = useQuery({
    queryKey: commentsKey(project, board),
    queryFn: ({ signal }) => listComments(project, board, signal),
    refetchInterval: refetchMs,
  });
  return useMemo(
    () => ({ project, board, threads: data === undefined ? none : threadsOf(data) }),
    [project, board, data],
  );
}

/** The threads of one widget. */
export function useThreads(widget: string): readonly Thread[] {
  const comments = use(CommentsContext);
  return useMemo(() => comments?.threads.filter((thread) => thread.widget === widget) ?? none, [comments, widget]);
}
