import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { queryValues, type Attribute } from '../../../api/attributes';
import type { ChartRun } from '../../../charts/ChartCard';
import { liveKey } from '../../../components/live';
import { fieldKey, type Field } from '../../../url/attribute';
import type { Datum } from './scale';

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

export function datumOf(attribute: Attribute | undefined, field: Field): Datum {
  if (attribute === undefined || attribute.type !== field.type) return null;
  switch (attribute.type) {
    case 'floatSeries':
      return attribute[field.aggregation];
    case 'float':
    case 'int':
      return attribute.value;
    case 'bool':
      return attribute.value ? 'true' : 'false';
    case 'datetime':
      return new Date(attribute.value).getTime();
    case 'stringSet':
      return [...attribute.values].sort().join(', ');
    case 'string':
    case 'experimentState':
      return attribute.value.slice(0, 200);
    case 'stringSeries':
      return attribute.last?.slice(0, 200) ?? null;
    default:
      return null;
  }
}
