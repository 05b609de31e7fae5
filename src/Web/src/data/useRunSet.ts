import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { searchRuns } from '../api/runs';
import type { Run } from '../model/run';
import { runSetQuery, runSetSize, type RunSet } from '../model/runSet';
import { liveKey } from './live';
import { useLast } from './useLast';

export interface RunSetRuns {
  runs: Run[];
  isPending: boolean;
  error: Error | null;
}

const noRuns: Run[] = [];

/** The runs of a set, in its order: those that charts and comparisons show. They follow what changes on the server. */
export function useRunSet(project: string, set: RunSet): RunSetRuns {
  const limit = runSetSize(set);
  const search = {
    project,
    query: runSetQuery(set),
    experimentsOnly: set.kind === 'first' && set.experimentsOnly,
    sort: set.sorts,
    paths: [],
    offset: 0,
    limit,
  };
  const query = useQuery({
    queryKey: [...liveKey(project), 'run set', search],
    queryFn: ({ signal }) => searchRuns(search, signal),
    placeholderData: keepPreviousData,
    enabled: limit > 0,
  });
  const data = useLast(query.data);
  return useMemo(
    () => ({
      runs: limit > 0 ? (data?.runs ?? noRuns) : noRuns,
      isPending: limit > 0 && query.isPending && data === undefined,
      error: query.error,
    }),
    [limit, data, query.isPending, query.error],
  );
}
