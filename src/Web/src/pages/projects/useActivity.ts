import { useQueries } from '@tanstack/react-query';

import { projectId, type Project } from '../../api/projects';
import { searchRuns } from '../../api/runs';
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

/** The activity of projects by their ids: one search each, those of the newest signs of life first. */
export function useActivity(projects: readonly Project[]): ReadonlyMap<string, Activity> {
  const ids = projects.slice(0, projectsMax).map(projectId);
  return useQueries({
    queries: ids.map((project) => ({
      queryKey: ['activity', project],
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Activity> => {
        const search = { project, query: notInTrash, experimentsOnly: false, sort: lastSeenFirst, paths };
        const page = await searchRuns({ ...search, offset: 0, limit: newestMax }, signal);
        const seen = page.runs[0] === undefined ? null : lastSeen(page.runs[0]);
        return {
          runs: page.total,
          running: page.runs.filter((run) => stateOf(run) === 'running').length,
          last: seen === null ? null : new Date(seen).getTime(),
          newest: page.runs,
        };
      },
      refetchInterval: 30_000,
    })),
    combine: (answers) =>
      new Map(answers.flatMap(({ data }, at) => (data === undefined ? [] : [[ids[at]!, data] as const]))),
  });
}

export interface FoundRun {
  project: string;
  run: Run;
}

const foundPerProject = 5;

/** Runs of these projects by their names or ids; none while the text is short. */
export function useFoundRuns(projects: readonly Project[], text: string): { runs: FoundRun[]; isPending: boolean } {
  const ids = text.trim().length < 2 ? [] : projects.slice(0, projectsMax).map(projectId);
  return useQueries({
    queries: ids.map((project) => ({
      queryKey: ['found runs', project, text],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const query = all(nameQuery(text), notInTrash);
        const search = { project, query, experimentsOnly: false, sort: lastSeenFirst, paths };
        return (await searchRuns({ ...search, offset: 0, limit: foundPerProject }, signal)).runs;
      },
      retry: false,
    })),
    combine: (answers) => ({
      runs: answers.flatMap(({ data = [] }, at) => data.map((run) => ({ project: ids[at]!, run }))),
      isPending: answers.some((answer) => answer.isPending),
    }),
  });
}
