import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { queryDefinitions } from '../../api/attributes';
import type { AttributeType } from '../../model/attribute';
import type { NameMatch } from '../options';
import type { BoardScope } from '../widget';

export interface MatchedNames {
  /** undefined while they are not here, or where nothing is matched. */
  names: string[] | undefined;
  error: Error | null;
}

/** What the shown runs logged of a type under names that match. */
export function useMatchedNames(
  { project, runs }: Pick<BoardScope, 'project' | 'runs'>,
  type: AttributeType,
  match: NameMatch | null,
  limit: number,
): MatchedNames {
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const { data, error } = useQuery({
    queryKey: ['names', project, ids, 'matched', type, match],
    queryFn: async ({ signal }) => {
      const filter = { mustMatchAny: [{ mustMatchRegexes: match!.must, mustNotMatchRegexes: match!.mustNot }] };
      const found = await queryDefinitions({ project, runs: ids, types: [type], filter, limit }, signal);
      return found.entries.map(({ name }) => name);
    },
    enabled: match !== null && ids.length > 0,
    refetchInterval: 20_000,
    placeholderData: (before) => before,
  });
  return match === null ? { names: undefined, error: null } : { names: data, error };
}
