import { useQuery, useQueryClient } from '@tanstack/react-query';

import type { Tagged } from '../../api/client';
import { getDefault, type DashboardDto, type DashboardMeta } from '../../api/dashboards';
import { ApiError } from '../../model/errors';
import { useBoardApi, type BoardApi } from '../boardApi';
import { boardsKey } from '../useBoardNews';

const boardKey = (project: string, branch: string) => [...boardsKey(project), branch] as const;

export interface LoadedBoard {
  /** What is shown; undefined while it is not here, null where there is no such dashboard. */
  published: DashboardDto | null | undefined;
  /** A version that somebody published since. */
  newer: DashboardMeta | null;
  /** Somebody moved it to the trash since. */
  isDeleted: boolean;
  /** One's own draft of this browser. */
  draft: DashboardMeta | null;
  error: Error | null;
  /** Shows the newest version, and looks for the draft again. */
  reload: () => Promise<void>;
}

/**
 * The newest published version of a dashboard, and what there is beside it.
 *
 * @param isEdited whether its draft is open here: who edits knows what is in it.
 */
export function useBoard(project: string, branch: string, isEdited: boolean): LoadedBoard {
  const client = useQueryClient();
  const api = useBoardApi();
  const shown = useQuery({
    queryKey: [...boardKey(project, branch), 'shown'],
    queryFn: async ({ signal }) => {
      const newest = await api.newest(project, branch, false, signal);
      const found = newest ?? (await versionOf(api, project, branch, signal));
      return found === null ? null : (await api.get(project, found.id, signal)).data;
    },
    // What somebody looks at does not change under the eyes: a newer version is told.
    staleTime: Infinity,
  });
  const newest = useQuery({
    queryKey: [...boardKey(project, branch), 'newest'],
    queryFn: ({ signal }) => api.newest(project, branch, false, signal),
    enabled: shown.data != null,
  });
  const draft = useQuery({
    queryKey: [...boardKey(project, branch), 'draft'],
    queryFn: ({ signal }) => api.newest(project, branch, true, signal),
    staleTime: 0,
    enabled: shown.data != null && !isEdited,
  });
  const isNewer = shown.data != null && newest.data != null && newest.data.id !== shown.data.id;
  return {
    published: shown.data,
    newer: isNewer ? newest.data : null,
    isDeleted: shown.data != null && newest.data === null,
    draft: draft.data ?? null,
    error: shown.error,
    reload: () => client.invalidateQueries({ queryKey: boardKey(project, branch) }),
  };
}

/** Links of Neptune's app name a version in place of the dashboard. */
async function versionOf(
  api: BoardApi,
  project: string,
  id: string,
  signal: AbortSignal,
): Promise<DashboardMeta | null> {
  // Links to reports name the report.
  if (api.noun === 'report') return null;
  try {
    const { versionBranch } = (await api.get(project, id, signal)).data;
    return await api.newest(project, versionBranch, false, signal);
  } catch (error) {
    if (error instanceof ApiError && [400, 404].includes(error.status)) return null;
    throw error;
  }
}

/** The dashboard that is computed of what the project logs, or one run of it. */
export function useDefaultBoard(project: string, run: string | null) {
  return useQuery({
    queryKey: [...boardsKey(project), 'default', run],
    queryFn: ({ signal }) => getDefault(project, run, signal),
    staleTime: 60_000,
  });
}

/** What the server has of one's draft, to go on with it. */
export async function draftOf(
  api: BoardApi,
  project: string,
  draft: DashboardMeta | null,
): Promise<Tagged<DashboardDto> | null> {
  if (draft === null) return null;
  try {
    return await api.get(project, draft.id);
  } catch (error) {
    // Published or thrown away in another tab.
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
