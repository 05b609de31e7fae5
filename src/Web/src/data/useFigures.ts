import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { queryValues } from '../api/attributes';
import type { ChartRun } from '../model/chartRun';
import { fieldKey, type Field } from '../model/field';
import { datumOf, type Datum } from '../model/scale';
import { liveKey } from './live';

export interface Figures {
  /** The values of a field, in the order of the runs. */
  of: (field: Field) => Datum[];
  isPending: boolean;
  error: Error | null;
  retry: () => void;
}

/** The values of some fields of the runs. */
export function useFigures(project: string, runs: readonly ChartRun[], fields: readonly Field[]): Figures {
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const names = [...new Set(fields.map(({ path }) => path))];
  const query = useQuery({
    queryKey: [...liveKey(project), 'figures', ids, names],
    queryFn: ({ signal }) => queryValues({ project, runs: ids, names, limit: ids.length * names.length + 1 }, signal),
    placeholderData: keepPreviousData,
    enabled: ids.length > 0 && names.length > 0,
  });
  const { data } = query;
  return useMemo(() => {
    const columns = new Map<string, Datum[]>();
    return {
      of: (field) => {
        const key = fieldKey(field);
        let column = columns.get(key);
        if (column === undefined) {
          column = ids.map((id) => datumOf(data?.get(id)?.get(field.path), field));
          columns.set(key, column);
        }
        return column;
      },
      isPending: query.isPending && names.length > 0,
      error: query.error,
      retry: () => void query.refetch(),
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the query is new with each of these
  }, [data, ids, query.isPending, query.error, names.length]);
}
