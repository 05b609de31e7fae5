import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { searchGroups, type GroupPage } from '../api/runs';
import type { ChartGroup } from '../model/chartRun';
import type { Field } from '../model/field';
import { all, idsQuery } from '../model/query';
import { groupLabel, groupText } from '../model/run';
import type { TableSpec } from '../model/table';
import { liveKey } from './live';
import { tableSearch } from './tableSearch';

/** What the server opens at once. */
const openedMax = 100;

/** A group that runs are in, and the value that sets it apart from others of its level. */
export interface InnerGroup extends ChartGroup {
  value: string;
}

const none: ReadonlyMap<string, InnerGroup> = new Map();

/** The innermost groups that runs are in, by sys/id: those of the table, and with the same ids. */
export function useRunGroups(
  project: string,
  runs: readonly string[],
  groups: readonly Field[],
): ReadonlyMap<string, InnerGroup> {
  const query = useQuery({
    queryKey: ['run groups', project, runs, groups],
    queryFn: async ({ signal }) => {
      const search = { project, query: idsQuery(runs), experimentsOnly: false };
      // The server lists the content of opened groups only.
      const page = await openedGroups(search, groups, groups.length + 1, runs.length, signal);
      const found = new Map<string, InnerGroup>();
      for (const { id, values, runs: members } of page.groups) {
        const label = values.map((value, level) => groupLabel(value, groups[level]!)).join(' · ');
        const value = groupText(values.at(-1) ?? null);
        for (const run of members) found.set(run.id, { id, label, value });
      }
      return found;
    },
    placeholderData: keepPreviousData,
    enabled: groups.length > 0 && runs.length > 0,
    // What runs are grouped by changes seldom.
    refetchInterval: 60_000,
  });
  return groups.length > 0 ? (query.data ?? none) : none;
}

const noCounts: ReadonlyMap<string, number> = new Map();

/** How many of the runs that are drawn each group of the table holds, open or closed, by the group's id. */
export function useDrawnCounts(
  project: string,
  spec: TableSpec,
  drawn: readonly string[],
): ReadonlyMap<string, number> {
  const { query, experimentsOnly } = tableSearch(project, spec, []);
  const { groups } = spec;
  const isOn = groups.length > 0 && drawn.length > 0;
  const { data } = useQuery({
    queryKey: [...liveKey(project), 'drawn in groups', query, experimentsOnly, groups, drawn],
    queryFn: async ({ signal }) => {
      const search = { project, query: all(query, idsQuery(drawn)), experimentsOnly };
      return (await openedGroups(search, groups, groups.length, 1, signal)).groups;
    },
    placeholderData: keepPreviousData,
    enabled: isOn,
  });
  return useMemo(() => (isOn && data ? new Map(data.map(({ id, count }) => [id, count])) : noCounts), [isOn, data]);
}

/** Opens one level after the other: the server lists the groups within a group only when it is open. */
async function openedGroups(
  search: { project: string; query: string; experimentsOnly: boolean },
  groupBy: readonly Field[],
  levels: number,
  runsMax: number,
  signal: AbortSignal,
): Promise<GroupPage> {
  let page: GroupPage = { runs: [], groups: [], totalGroups: 0, total: 0 };
  for (let level = 0; level < levels; level++) {
    const opened = new Map(page.groups.slice(0, openedMax).map(({ id }) => [id, runsMax]));
    const rest = { sort: null, paths: [], offset: 0, limit: openedMax };
    page = await searchGroups({ ...search, ...rest, groupBy: [...groupBy], opened }, signal);
  }
  return page;
}
