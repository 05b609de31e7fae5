import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { watchProject } from '../api/events';
import type { BoardNews } from '../api/eventStreams';
import type { Session } from '../api/session';

/** Drafts are saved while people work: who has not for so long does something else. */
const quietMs = 60_000;

/** Who else edits a dashboard now, by the news of their drafts. */
export function useEditors(project: string, branch: string | null): readonly string[] {
  const client = useQueryClient();
  const [editors, setEditors] = useState<readonly string[]>([]);
  useEffect(() => {
    if (branch === null) return;
    const quiet = new Map<string, ReturnType<typeof setTimeout>>();
    const leave = (owner: string) => {
      clearTimeout(quiet.get(owner));
      if (quiet.delete(owner)) setEditors([...quiet.keys()]);
    };
    const take = ({ owner, draft, deleted }: BoardNews) => {
      if (owner === client.getQueryData<Session>(['session'])?.username) return;
      leave(owner);
      // Publishing ends a draft as well.
      if (!draft || deleted) return;
      quiet.set(owner, setTimeout(() => leave(owner), quietMs));
      setEditors([...quiet.keys()]);
    };
    const stop = watchProject(project, (change) => {
      if (typeof change === 'object' && 'boards' in change) {
        for (const news of change.boards) if (news.branch === branch) take(news);
      }
    });
    return () => {
      stop();
      for (const timer of quiet.values()) clearTimeout(timer);
      setEditors([]);
    };
  }, [client, project, branch]);
  return editors;
}

/** Empty where nobody does. */
export function editorsText([first, ...others]: readonly string[]): string {
  if (first === undefined) return '';
  if (others.length === 0) return `${first} is editing`;
  const more = others.length === 1 ? others[0] : `${others.length} others`;
  return `${first} and ${more} are editing`;
}
