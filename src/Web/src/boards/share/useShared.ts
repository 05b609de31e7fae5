import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

import { getSharedBoard, getSharedRuns, type SharedBoardDto, type SharedSetDto } from '../../api/shared';
import { runsChanged } from '../../data/live';
import { readBoardSettings } from '../settings';
import { settingsKey } from '../useProjectSettings';
import { changedRuns } from './sharedBoard';

/** How often it is asked what is new; not while nobody looks. */
const everyMs = 5000;
const boardKey = ['shared board'];

export interface Shared {
  board: SharedBoardDto | undefined;
  /** As they are by now. */
  sets: readonly SharedSetDto[];
  error: Error | null;
}

/** What the link of this page shows. It follows what is published, and what its runs log. */
export function useShared(): Shared {
  const client = useQueryClient();
  const board = useQuery({
    queryKey: boardKey,
    queryFn: async ({ signal }) => {
      const shared = await getSharedBoard(signal);
      const settings = readBoardSettings(shared.settings);
      for (const { project } of shared.sets) client.setQueryData(settingsKey(project), settings);
      client.setQueryData(settingsKey('shared/0'), settings);
      return shared;
    },
    staleTime: Infinity,
  });
  const runs = useQuery({
    queryKey: ['shared runs'],
    queryFn: ({ signal }) => getSharedRuns(signal),
    refetchInterval: everyMs,
    enabled: board.data !== undefined,
  });
  const sets = runs.data?.sets ?? board.data?.sets ?? noSets;
  const before = useRef(sets);
  useEffect(() => {
    const changed = changedRuns(before.current, sets);
    before.current = sets;
    for (const [project, some] of changed) void runsChanged(client, project, some);
  }, [client, sets]);
  const isNewer = board.data !== undefined && runs.data !== undefined && runs.data.version !== board.data.version;
  useEffect(() => {
    if (isNewer) void client.invalidateQueries({ queryKey: boardKey });
  }, [client, isNewer]);
  return { board: board.data, sets, error: board.error ?? runs.error };
}

const noSets: readonly SharedSetDto[] = [];
