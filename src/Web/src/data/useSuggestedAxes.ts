import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { queryDefinitions, queryValues } from '../api/attributes';
import { isNumeric } from '../model/attribute';
import type { ChartRun } from '../model/chartRun';
import type { Column } from '../model/column';
import type { Field } from '../model/field';
import { datumOf } from '../model/scale';
import { suggestAxes, type SuggestedAxes } from '../model/suggestAxes';
import type { Sort } from '../model/table';

const settingsMax = 80;
const resultsMax = 12;
const none: SuggestedAxes = { x: null, y: null, axes: [] };

/**
 * Axes for these runs: results are the metric that the table is sorted by and those in its columns, settings what
 * differs between the runs. Asked once: axes that moved while a run trains could not be read.
 */
export function useSuggestedAxes(
  project: string,
  runs: readonly ChartRun[],
  columns: readonly Column[],
  sorts: readonly Sort[],
  enabled: boolean,
): { suggestion: SuggestedAxes; isPending: boolean } {
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const shown = useMemo(() => resultsOf(columns, sorts), [columns, sorts]);
  const query = useQuery({
    queryKey: ['suggested axes', project, ids, shown],
    queryFn: async ({ signal }) => {
      const settings = await fieldsOf(
        { project, runs: ids, types: ['float', 'int', 'bool', 'string'], differing: true, limit: settingsMax },
        signal,
      );
      const results =
        shown.length > 0
          ? shown
          : await fieldsOf({ project, runs: ids, types: ['floatSeries'], limit: resultsMax }, signal);
      const fields = [...settings, ...results];
      const names = [...new Set(fields.map(({ path }) => path))];
      const values = await queryValues({ project, runs: ids, names, limit: ids.length * names.length + 1 }, signal);
      const candidate = (field: Field) => ({
        field,
        values: ids.map((id) => datumOf(values.get(id)?.get(field.path), field)),
      });
      return suggestAxes(results.map(candidate), settings.map(candidate));
    },
    enabled: enabled && ids.length > 0,
    staleTime: Infinity,
    placeholderData: (previous) => previous,
  });
  return { suggestion: query.data ?? none, isPending: enabled && ids.length > 0 && query.isPending };
}

/** The numbers of the table, first of all what it is sorted by. */
function resultsOf(columns: readonly Column[], sorts: readonly Sort[]): Field[] {
  const sorted = sorts.filter(({ type }) => isNumeric(type));
  const fields = [...sorted, ...columns.filter(({ type }) => type === 'floatSeries')]
    .filter(({ path }) => !path.startsWith('sys/'))
    .map(({ path, type, aggregation }) => ({ path, type, aggregation }));
  return [...new Map(fields.map((field) => [field.path, field])).values()].slice(0, resultsMax);
}

async function fieldsOf(query: Parameters<typeof queryDefinitions>[0], signal: AbortSignal): Promise<Field[]> {
  const filter = { mustMatchAny: [{ mustNotMatchRegexes: ['^sys/'] }] };
  const { entries } = await queryDefinitions({ ...query, filter }, signal);
  return entries.map(({ name, type }) => ({ path: name, type, aggregation: 'last' }));
}
