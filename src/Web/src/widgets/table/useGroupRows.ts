import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { searchGroups, type GroupPage } from '../../api/runs';
import { liveKey } from '../../data/live';
import { tableSearch } from '../../data/tableSearch';
import { useLast } from '../../data/useLast';
import type { Column } from '../../model/column';
import type { TableSpec } from '../../model/table';
import type { TableRow, TableRows } from './rows';

export const groupStep = 50;
const limitMax = 1000;
const openedMax = 100;

export interface GroupRows extends TableRows {
  /** Shows more of a group's content; of null, more of the outermost groups. */
  more: (group: string | null) => void;
}

/** The table in groups: closed ones show their counts, opened ones what is in them. */
export function useGroupRows(
  project: string,
  spec: TableSpec,
  columns: readonly Column[],
  baseline: string | null,
  enabled: boolean,
): GroupRows {
  // How far one has gone into each group is a matter of this moment, not of the link.
  const [limits, setLimits] = useState<ReadonlyMap<string | null, number>>(new Map());
  const limitOf = (group: string | null) => limits.get(group) ?? groupStep;
  const search = { ...tableSearch(project, spec, columns, baseline), offset: 0, limit: limitOf(null) };
  const opened = spec.opened.slice(0, openedMax).map((id) => [id, limitOf(id)] as const);
  const query = useQuery({
    queryKey: [...liveKey(project), 'groups', search, spec.groups, opened],
    queryFn: ({ signal }) => searchGroups({ ...search, groupBy: spec.groups, opened: new Map(opened) }, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
  const data = useLast(query.data);
  const levels = spec.groups.length;
  const openIds = spec.opened.join();
  const rows = useMemo(
    () => (data === undefined ? [] : groupRows(data, new Set(openIds.split(',')), levels)),
    [data, openIds, levels],
  );
  return {
    total: data?.total ?? 0,
    count: rows.length,
    row: (index) => rows[index] ?? null,
    isPending: query.isPending && data === undefined,
    isStale: (query.isPlaceholderData && query.isFetching) || query.isError,
    error: query.error,
    retry: () => void query.refetch(),
    more: (group) => setLimits((now) => new Map(now).set(group, Math.min(limitMax, limitOf(group) + 4 * groupStep))),
  };
}

/** The rows of a page of groups: each group, what is in it if it is open, and how to see the rest. */
export function groupRows(page: GroupPage, opened: ReadonlySet<string>, levels: number): TableRow[] {
  const rows: TableRow[] = [];
  const open: { id: string; level: number; left: number }[] = [];
  const close = (toLevel: number) => {
    while (open.length > 0 && open.at(-1)!.level >= toLevel) {
      const { id, level, left } = open.pop()!;
      if (left !== 0) rows.push({ kind: 'more', group: id, level: level + 1, left });
    }
  };
  for (const group of page.groups) {
    const level = group.values.length - 1;
    close(level);
    const isOpen = opened.has(group.id);
    rows.push({ kind: 'group', group, level, isOpen });
    if (!isOpen) continue;
    const isInnermost = level === levels - 1;
    if (isInnermost) for (const run of group.runs) rows.push({ kind: 'run', run, level: level + 1 });
    // The server says that a group contains more groups, but not how many.
    open.push({ id: group.id, level, left: !group.more ? 0 : isInnermost ? group.count - group.runs.length : -1 });
  }
  close(0);
  const outermost = page.groups.filter(({ values }) => values.length === 1).length;
  if (outermost < page.totalGroups)
    rows.push({ kind: 'more', group: null, level: 0, left: page.totalGroups - outermost });
  return rows;
}
