import { useQuery } from '@tanstack/react-query';

import { listMarks, type Mark } from '../api/marks';

const staleMs = 30_000;
const none: readonly Mark[] = [];

export const marksKey = (project: string) => ['marks', project] as const;

/** The marks that a project's runs have on their steps. */
export function useMarks(project: string): readonly Mark[] {
  const { data = none } = useQuery({
    queryKey: marksKey(project),
    queryFn: ({ signal }) => listMarks(project, signal),
    staleTime: staleMs,
    refetchInterval: staleMs,
  });
  return data;
}
