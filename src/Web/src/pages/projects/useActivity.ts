import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { projectId, type Project } from '../../api/projects';
import { searchManyRuns, type RunPage } from '../../api/runs';
import { all, nameQuery, notInTrash } from '../../model/query';
import type { Run } from '../../model/run';
import { lastSeen, stateOf } from '../../model/runState';

/** What happens in a project. */
export interface Activity {
  runs: number;
  /** Running now: of the newest ones, as many as were asked for. */
  running: number;
  /** When any of its runs last logged, in milliseconds since 1970; null for never. */
  last: number | null;
  newest: Run[];
}

/** More projects than these are not asked for at once. */
export const projectsMax = 60;
const newestMax = 20;
const lastSeenFirst = [
  { path: 'sys/ping_time', type: 'datetime', aggregation: 'last', descending: true },
] as const;
const paths = ['sys/owner', 'sys/creation_time'];

/** The activity of projects by their ids, those of the newest signs of life first: one request for all. */
export function useActivity(projects: readonly Project[]): ReadonlyMap<string, Activity> {
  const ids = projects.slice(0, projectsMax).map(projectId);
  const { data } = useQuery({
    queryKey: ['activity', ids],
    queryFn: async ({ signal }) => {
      const searches = ids.map((project) => ({ ...searchOf(project, notInTrash), limit: newestMax }));
      const pages = await searchManyRuns(searches, signal);
      return new Map(pages.map((page, at) => [ids[at]!, activityOf(page)]));
    },
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  return data ?? none;
}

const none: ReadonlyMap<string, Activity> = new Map();

function activityOf({ runs, total }: RunPage): Activity {
  const seen = runs[0] === undefined ? null : lastSeen(runs[0]);
  return {
    runs: total,
    running: runs.filter((run) => stateOf(run) === 'running').length,
    last: seen === null ? null : new Date(seen).getTime(),
    newest: runs,
  };
}

function searchOf(project: string, query: string) {
  return { project, query, experimentsOnly: false, sort: lastSeenFirst, paths, offset: 0 };
}

export interface FoundRun {
  project: string;
  run: Run;
}

const foundPerProject = 5;
const noRuns: FoundRun[] = [];

/** Runs of these projects by their names or ids; none while the text is short. */
export function useFoundRuns(projects: readonly Project[], text: string): { runs: FoundRun[]; isPending: boolean } {
  const ids = text.trim().length < 2 ? [] : projects.slice(0, projectsMax).map(projectId);
  const { data, isLoading } = useQuery({
    queryKey: ['found runs', ids, text],
    queryFn: async ({ signal }) => {
      const query = all(nameQuery(text), notInTrash);
      const searches = ids.map((project) => ({ ...searchOf(project, query), limit: foundPerProject }));
      const pages = await searchManyRuns(searches, signal);
      return pages.flatMap(({ runs }, at) => runs.map((run) => ({ project: ids[at]!, run })));
    },
    enabled: ids.length > 0,
    retry: false,
  });
  return { runs: data ?? noRuns, isPending: isLoading };
}
