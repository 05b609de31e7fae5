import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { searchGroups, type GroupPage } from '../../api/runs';
import type { ChartGroup } from '../../charts/ChartCard';
import { idsQuery } from '../../nql/text';
import type { Field } from '../../url/attribute';
import { groupText } from './GroupRow';

/** What the server opens at once. */
const openedMax = 100;
const none: ReadonlyMap<string, ChartGroup> = new Map();

/** The innermost groups that runs are in, by sys/id: those of the table, and with the same ids. */
export function useRunGroups(
  project: string,
  runs: readonly string[],
  groups: readonly Field[],
): ReadonlyMap<string, ChartGroup> {
  const query = useQuery({
    queryKey: ['run groups', project, runs, groups],
    queryFn: ({ signal }) => groupsOf(project, runs, groups, signal),
    placeholderData: keepPreviousData,
    enabled: groups.length > 0 && runs.length > 0,
    // What runs are grouped by changes seldom.
    refetchInterval: 60_000,
  });
  return groups.length > 0 ? (query.data ?? none) : none;
}

/** Opens level after level: only then are runs told. */
async function groupsOf(project: string, runs: readonly string[], groupBy: readonly Field[], signal: AbortSignal) {
  const search = {
    project,
    query: idsQuery(runs),
    experimentsOnly: false,
    sort: null,
    paths: [],
    offset: 0,
    limit: openedMax,
  };
  let page: GroupPage | null = null;
  for (let level = 0; level <= groupBy.length; level++) {
    const opened = new Map((page?.groups ?? []).slice(0, openedMax).map(({ id }) => [id, runs.length]));
    page = await searchGroups({ ...search, groupBy: [...groupBy], opened }, signal);
  }
  const found = new Map<string, ChartGroup>();
  for (const { id, values, runs: members } of page?.groups ?? []) {
    for (const run of members) found.set(run.id, { id, label: values.map(groupText).join(' · ') });
  }
  return found;
}
