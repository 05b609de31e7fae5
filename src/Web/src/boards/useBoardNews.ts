import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { watchProject } from '../api/events';
import type { BoardsChange } from '../api/eventStreams';

/** Queries of dashboards have keys that start so. What the last part says decides which news they follow. */
export const boardsKey = (project: string) => ['boards', project] as const;

const pollMs = 30_000;

/** What a published version changes. What somebody looks at is not among it: that stays as it is under the eyes. */
const ofAll: readonly unknown[] = ['list', 'newest', 'versions', 'trash'];

/** Keeps what is known of a project's dashboards as the server has it: by its news, by asking where there are none. */
export function useBoardNews(project: string): void {
  const client = useQueryClient();
  useEffect(() => {
    let poll: ReturnType<typeof setInterval> | undefined;
    const ask = () => {
      if (!document.hidden) refresh(client, project, null);
    };
    const stop = watchProject(project, (change) => {
      if (change === 'cut') {
        poll ??= setInterval(ask, pollMs);
        return;
      }
      clearInterval(poll);
      poll = undefined;
      if (change === 'any') refresh(client, project, null);
      else if ('boards' in change) refresh(client, project, change.all ? null : change);
    });
    return () => {
      stop();
      clearInterval(poll);
    };
  }, [client, project]);
}

/** @param news null: anything may have changed. */
function refresh(client: QueryClient, project: string, news: BoardsChange | null) {
  const isPublished = news === null || news.boards.some(({ draft }) => !draft);
  void client.invalidateQueries({
    queryKey: boardsKey(project),
    predicate: ({ queryKey }) => {
      const kind = queryKey.at(-1);
      // Of drafts only one's own can be seen; publishing one ends it.
      if (kind === 'draft') return news === null || news.boards.some(({ branch }) => queryKey.includes(branch));
      return isPublished && ofAll.includes(kind);
    },
  });
}
