import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { queryDefinitions, queryValues } from '../api/attributes';
import type { ChartRun } from '../model/chartRun';
import type { Field } from '../model/field';
import { datumOf } from '../model/scale';
import { suggestAxes, type SuggestedAxes } from '../model/suggestAxes';

const settingsMax = 80;
const resultsMax = 12;
const noFields: readonly Field[] = [];
const none: SuggestedAxes = { x: null, y: null, axes: [] };

/**
 * Axes for these runs: results are the metrics that a page shows, or else any; settings are what differs between the
 * runs. Asked once: nobody could read axes that changed while a run trains.
 */
export function useSuggestedAxes(
  project: string,
  runs: readonly ChartRun[],
  results: readonly Field[] | undefined,
  enabled: boolean,
): { suggestion: SuggestedAxes; isPending: boolean } {
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const shown = results ?? noFields;
  const query = useQuery({
    queryKey: ['suggested axes', project, ids, shown],
    queryFn: async ({ signal }) => {
      const settings = await fieldsOf(
        { project, runs: ids, types: ['float', 'int', 'bool', 'string'], differing: true, limit: settingsMax },
        signal,
      );
      const found =
        shown.length > 0
          ? shown
          : await fieldsOf({ project, runs: ids, types: ['floatSeries'], limit: resultsMax }, signal);
      const fields = [...settings, ...found];
      const names = [...new Set(fields.map(({ path }) => path))];
      const values = await queryValues({ project, runs: ids, names, limit: ids.length * names.length + 1 }, signal);
      const candidate = (field: Field) => ({
        field,
        values: ids.map((id) => datumOf(values.get(id)?.get(field.path), field)),
      });
      return suggestAxes(found.map(candidate), settings.map(candidate));
    },
    enabled: enabled && ids.length > 0,
    staleTime: Infinity,
    placeholderData: (previous) => previous,
  });
  return { suggestion: query.data ?? none, isPending: enabled && ids.length > 0 && query.isPending };
}

async function fieldsOf(query: Parameters<typeof queryDefinitions>[0], signal: AbortSignal): Promise<Field[]> {
  const filter = { mustMatchAny: [{ mustNotMatchRegexes: ['^sys/'] }] };
  const { entries } = await queryDefinitions({ ...query, filter }, signal);
  return entries.map(({ name, type }) => ({ path: name, type, aggregation: 'last' }));
}
