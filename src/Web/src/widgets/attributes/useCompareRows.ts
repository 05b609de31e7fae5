import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { queryDefinitions, queryValues } from '../../api/attributes';
import { useAsOf } from '../../data/asOf';
import { liveKey } from '../../data/live';
import { parseExtendedRegex } from '../../model/nameFilter';
import { compareRow, compareRows, type CompareRow } from './rows';
import type { AttributesSpec } from './spec';

export interface CompareRows {
  count: number;
  path: (index: number) => string;
  /** null while its values are on their way. */
  row: (index: number) => CompareRow | null;
  isPending: boolean;
  /** Not all attributes are here: there are more than the limit. */
  isCut: boolean;
  error: Error | null;
  retry: () => void;
  /** All rows, also those that nobody looked at yet. */
  all: () => Promise<CompareRow[]>;
}

const namesMax = 200_000;
/** Finding differences takes all values at once; past this many the filter has to narrow them down. */
const valuesMax = 300_000;
const stepRows = 100;
const windowRows = 300;

/**
 * The rows of a comparison. All names are known, of the values those around the first visible row; only finding what
 * differs takes all of them.
 */
export function useCompareRows(
  project: string,
  runs: readonly string[],
  spec: AttributesSpec,
  first: number,
): CompareRows {
  const filter = useMemo(() => parseExtendedRegex(spec.filter), [spec.filter]);
  const enabled = runs.length > 0;
  const asOf = useAsOf();
  const names = useQuery({
    queryKey: ['names', project, runs, spec.filter],
    queryFn: async ({ signal }) => {
      const found = await queryDefinitions({ project, runs, filter, limit: namesMax }, signal);
      return { paths: [...new Set(found.entries.map(({ name }) => name))].sort(), isCut: found.more };
    },
    placeholderData: keepPreviousData,
    enabled: enabled && !spec.onlyDifferent,
    refetchInterval: 20_000,
  });
  const offset = Math.max(0, Math.floor(first / stepRows) - 1) * stepRows;
  const wanted = useMemo(() => names.data?.paths.slice(offset, offset + windowRows) ?? [], [names.data, offset]);
  const values = useQuery({
    queryKey: [...liveKey(project), 'values', runs, wanted, asOf],
    queryFn: ({ signal }) => queryValues({ project, runs, names: wanted, limit: valuesMax, asOf }, signal),
    placeholderData: keepPreviousData,
    enabled: enabled && !spec.onlyDifferent && wanted.length > 0,
  });
  const different = useQuery({
    queryKey: ['different', project, runs, spec.filter, asOf],
    queryFn: async ({ signal }) => {
      const all = await queryValues({ project, runs, filter, limit: valuesMax, asOf }, signal);
      const count = [...all.values()].reduce((sum, attributes) => sum + attributes.size, 0);
      return { rows: compareRows(all, runs, true), isCut: count >= valuesMax };
    },
    placeholderData: keepPreviousData,
    enabled: enabled && spec.onlyDifferent,
    refetchInterval: 20_000,
  });
  const all = async () => {
    const found = await queryValues({ project, runs, filter, limit: valuesMax, asOf });
    return compareRows(found, runs, spec.onlyDifferent);
  };
  if (spec.onlyDifferent) {
    return {
      all,
      count: different.data?.rows.length ?? 0,
      path: (index) => different.data?.rows[index]?.path ?? '',
      row: (index) => different.data?.rows[index] ?? null,
      isPending: different.isPending,
      isCut: different.data?.isCut ?? false,
      error: different.error,
      retry: () => void different.refetch(),
    };
  }
  const paths = names.data?.paths ?? [];
  return {
    all,
    count: paths.length,
    path: (index) => paths[index] ?? '',
    row: (index) => {
      const path = paths[index];
      const isHere = values.data !== undefined && (index >= offset && index < offset + windowRows);
      return path === undefined || !isHere ? null : compareRow(values.data, runs, path);
    },
    isPending: names.isPending,
    isCut: names.data?.isCut ?? false,
    error: names.error ?? values.error,
    retry: () => void names.refetch(),
  };
}
