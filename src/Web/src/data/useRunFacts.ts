import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { queryValues } from '../api/attributes';
import { searchRuns } from '../api/runs';
import type { Attribute } from '../model/attribute';
import type { ChartRun } from '../model/chartRun';
import { customIdOf, forkOf, forkPaths, type Fork } from '../model/forks';
import { any, attributeRef, quoteValue } from '../model/query';

/** What charts show of runs in addition to their lines. */
export interface RunFacts {
  /** By sys/id. */
  attributes: ReadonlyMap<string, ReadonlyMap<string, Attribute>>;
  /** Of the runs and of their ancestors, by the run's own id. */
  forks: ReadonlyMap<string, Fork>;
}

const none: RunFacts = { attributes: new Map(), forks: new Map() };
const valuesMax = 50_000;
const generationsMax = 30;

/** The same for all charts of a page: they share one answer. */
export function useRunFacts(project: string, runs: readonly ChartRun[], legend: readonly string[]): RunFacts {
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const facts = useQuery({
    queryKey: ['run facts', project, ids, legend],
    queryFn: async ({ signal }): Promise<RunFacts> => {
      const names = [...new Set([...forkPaths, 'sys/creation_time', ...legend])];
      const attributes = await queryValues({ project, runs: ids, names, limit: valuesMax }, signal);
      return { attributes, forks: await forksOf(project, attributes, signal) };
    },
    enabled: ids.length > 0,
    staleTime: 60_000,
  });
  return facts.data ?? none;
}

/** Goes up from generation to generation: one search for all parents that are not known yet. */
async function forksOf(project: string, runs: RunFacts['attributes'], signal: AbortSignal): Promise<Map<string, Fork>> {
  const forks = new Map<string, Fork>();
  const known = new Set<string>();
  let found: Iterable<ReadonlyMap<string, Attribute>> = runs.values();
  for (let generation = 0; generation < generationsMax; generation++) {
    for (const attributes of found) {
      const id = customIdOf(attributes);
      if (id === null) continue;
      known.add(id);
      const fork = forkOf(attributes);
      if (fork !== null) forks.set(id, fork);
    }
    const missing = [...new Set([...forks.values()].map((fork) => fork.parent))].filter((parent) => !known.has(parent));
    if (missing.length === 0) break;
    for (const parent of missing) known.add(parent);
    const query = any(...missing.map((id) => `${attributeRef('sys/custom_run_id', 'string')} == ${quoteValue(id)}`));
    const page = await searchRuns(
      { project, query, experimentsOnly: false, sort: null, paths: forkPaths, offset: 0, limit: missing.length },
      signal,
    );
    found = page.runs.map((run) => run.attributes);
  }
  return forks;
}
