import { useQuery } from '@tanstack/react-query';

import { guestKey } from '../api/guest';
import { listMarks, type Mark } from '../api/marks';

const staleMs = 30_000;
const none: readonly Mark[] = [];

export const marksKey = (project: string) => ['marks', project] as const;

/** The marks that a project's runs have on their steps. */
export function useMarks(project: string): readonly Mark[] {
  const { data = none } = useQuery({
    queryKey: marksKey(project),
    queryFn: ({ signal }) => listMarks(project, signal),
    // Who has a public link sees what the link shows.
    enabled: guestKey === null,
    staleTime: staleMs,
    refetchInterval: staleMs,
  });
  return data;
}
