import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { queryValues } from '../api/attributes';
import { fetchScalars } from '../api/formulas';
import type { Attribute } from '../model/attribute';
import type { ChartRun } from '../model/chartRun';
import { fieldKey, type Field } from '../model/field';
import { datumOf, type Datum } from '../model/scale';
import { useAsOf } from './asOf';
import { liveKey } from './live';

const none: ReadonlyMap<string, ReadonlyMap<string, Attribute>> = new Map();

export interface Figures {
  /** The values of a field, in the order of the runs. */
  of: (field: Field) => Datum[];
  isPending: boolean;
  error: Error | null;
  retry: () => void;
}

/**
 * The values of some fields of the runs.
 *
 * @param baseline sys/id of the run that formulas mean by `baseline()`.
 */
export function useFigures(
  project: string,
  runs: readonly ChartRun[],
  fields: readonly Field[],
  baseline: string | null = null,
): Figures {
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const isFormula = ({ type }: Field) => type === 'formula';
  const names = [...new Set(fields.filter((one) => !isFormula(one)).map(({ path }) => path))];
  const formulas = [...new Set(fields.filter(isFormula).map(({ path }) => path))];
  const count = names.length + formulas.length;
  const asOf = useAsOf();
  const query = useQuery({
    queryKey: [...liveKey(project), 'figures', ids, names, formulas, baseline, asOf],
    queryFn: async ({ signal }) => {
      const limit = ids.length * names.length + 1;
      const [values, computed] = await Promise.all([
        names.length === 0 ? none : queryValues({ project, runs: ids, names, limit, asOf }, signal),
        formulas.length === 0 ? none : fetchScalars(project, ids, formulas, baseline, signal, asOf),
      ]);
      return new Map(ids.map((id) => [id, new Map([...(values.get(id) ?? []), ...(computed.get(id) ?? [])])]));
    },
    placeholderData: keepPreviousData,
    enabled: ids.length > 0 && count > 0,
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
      isPending: query.isPending && count > 0,
      error: query.error,
      retry: () => void query.refetch(),
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the query is new with each of these
  }, [data, ids, query.isPending, query.error, count]);
}
