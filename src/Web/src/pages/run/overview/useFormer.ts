import { useQuery } from '@tanstack/react-query';

import { queryValues } from '../../../api/attributes';
import { searchRuns } from '../../../api/runs';
import { all, attributeRef, notInTrash, quoteValue } from '../../../model/query';
import { textOf, type Run } from '../../../model/run';
import { settingsOf, type Setting } from './overview';

export interface Former {
  /** null where there is none. */
  run: Run | null;
  isParent: boolean;
  /** Its settings by name. */
  texts: ReadonlyMap<string, string>;
  isKnown: boolean;
}

const none: Former = { run: null, isParent: false, texts: new Map(), isKnown: false };
const newestFirst = [{ path: 'sys/creation_time', type: 'datetime', aggregation: 'last', descending: true }] as const;
const settingsMax = 500;

/** The run that this one is compared with: the one it was forked from, or else the one that was made before it. */
export function useFormer(project: string, run: Run, settings: readonly Setting[]): Former {
  const parent = textOf(run, 'sys/forking/parent') ?? '';
  const created = textOf(run, 'sys/creation_time') ?? '';
  const names = settings.slice(0, settingsMax).map(({ name }) => name);
  const { data = none } = useQuery({
    queryKey: ['former run', project, run.id, parent, created, names],
    queryFn: async ({ signal }): Promise<Former> => {
      const query =
        parent === ''
          ? all(`${attributeRef('sys/creation_time', 'datetime')} < ${quoteValue(created)}`, notInTrash)
          : `${attributeRef('sys/custom_run_id', 'string')} == ${quoteValue(parent)}`;
      const search = { project, query, experimentsOnly: false, sort: newestFirst, paths: [], offset: 0, limit: 1 };
      const former = (await searchRuns(search, signal)).runs[0];
      if (former === undefined) return none;
      const values = await queryValues({ project, runs: [former.id], names, limit: names.length + 1 }, signal);
      const texts = settingsOf([...(values.get(former.id)?.values() ?? [])]).map(
        ({ name, text }) => [name, text] as const,
      );
      return { run: former, isParent: parent !== '', texts: new Map(texts), isKnown: true };
    },
    enabled: names.length > 0 && (parent !== '' || created !== ''),
    staleTime: 60_000,
  });
  return data;
}
