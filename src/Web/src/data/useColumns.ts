import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { queryDefinitions } from '../api/attributes';
import { suggestColumns, type Column } from '../model/column';

const suggestFilter = {
  mustMatchAny: [
    { mustMatchRegexes: ['(loss|acc|perplex|reward|score|f1|auc)'], mustNotMatchRegexes: ['^sys/'] },
    {
      mustMatchRegexes: ['(^|[/_.])(lr|learning_rate|batch_size|optimizer|seed|epochs|model)($|[/_.])'],
      mustNotMatchRegexes: ['^sys/'],
    },
  ],
};

/** The chosen columns, or the page's own choice from what the project logs. */
export function useColumns(project: string, columns: Column[] | null): Column[] {
  const definitions = useQuery({
    queryKey: ['suggest', project],
    queryFn: async ({ signal }) => {
      const query = { project, types: ['float', 'int', 'string', 'floatSeries'] as const, limit: 300 };
      const likely = await queryDefinitions({ ...query, filter: suggestFilter }, signal);
      return likely.entries.length > 0 ? likely.entries : (await queryDefinitions(query, signal)).entries;
    },
    enabled: columns === null,
    staleTime: 300_000,
  });
  return useMemo(() => columns ?? suggestColumns(definitions.data ?? []), [columns, definitions.data]);
}
