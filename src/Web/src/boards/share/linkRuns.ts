import { createContext } from 'react';

import type { NewPublicLink } from '../../api/links';
import { runSetQuery, type RunSet } from '../../model/runSet';
import type { Sort } from '../../model/table';
import type { BoardScope } from '../widget';

/** How the page found the runs that a dashboard shows; null where it does not say. */
export const ShownRunSet = createContext<RunSet | null>(null);

/** Of the public links of a board. */
export const linksKey = (project: string, branch: string) => ['public links', project, branch] as const;

type LinkRuns = NonNullable<NewPublicLink['runs']>;

/** As the server has it. */
export const linkRunsMax = 1000;

/** The runs that are shown now, whatever the query finds later. */
export function theseRuns({ runs, baseline }: Pick<BoardScope, 'runs' | 'baseline'>): LinkRuns {
  return { these: runs.slice(0, linkRunsMax).map(({ id }) => id), ...(baseline !== null && { baseline }) };
}

/** Whatever runs the table's query finds when somebody opens the link; null where that cannot be said. */
export function queriedRuns(set: RunSet | null, baseline: string | null): LinkRuns | null {
  if (set === null || set.kind !== 'first' || set.sorts.some(({ type }) => type === 'formula')) return null;
  return {
    query: runSetQuery(set),
    count: Math.min(set.count, linkRunsMax),
    experimentsOnly: set.experimentsOnly,
    ...(set.sorts.length > 0 && { sorting: sorting(set.sorts) }),
    ...(baseline !== null && { baseline }),
  };
}

function sorting([first, ...rest]: readonly Sort[]): NonNullable<LinkRuns['sorting']> {
  const { path, type, aggregation, descending } = first!;
  return {
    sortBy: { name: path, type, ...(type === 'floatSeries' && { aggregationMode: aggregation }) },
    dir: descending ? 'descending' : 'ascending',
    ...(rest.length > 0 && { thenBy: sorting(rest) }),
  };
}
