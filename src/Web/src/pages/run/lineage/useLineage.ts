import { useQuery } from '@tanstack/react-query';

import { queryDefinitions, queryValues } from '../../../api/attributes';
import { liveKey } from '../../../data/live';
import { numberOf, textOf, type Run } from '../../../model/run';
import type { LineageBy } from '../../../model/runView';
import type { Span } from './lineage';

/** Values that are read at once to find how far runs have come. */
const valuesMax = 100_000;
const metricsMax = 10_000;

/** The last step of each run of a family, by all of its metrics. */
export function useLastSteps(project: string, family: readonly Run[] | undefined) {
  const ids = family?.map(({ id }) => id) ?? [];
  return useQuery({
    queryKey: [...liveKey(project), 'last steps', ids],
    queryFn: async ({ signal }) => {
      const filter = { mustMatchAny: [{ mustNotMatchRegexes: ['^(sys|monitoring|runtime)/'] }] };
      const query = { project, runs: ids, types: ['floatSeries'] as const, filter, limit: metricsMax };
      const { entries } = await queryDefinitions(query, signal);
      const names = spread(entries.map(({ name }) => name), Math.max(1, Math.floor(valuesMax / ids.length)));
      const steps = new Map<string, number>();
      if (names.length === 0) return steps;
      const limit = ids.length * names.length + 1;
      for (const [id, values] of await queryValues({ project, runs: ids, names, limit }, signal)) {
        for (const value of values.values()) {
          if (value.type !== 'floatSeries' || value.lastStep === null) continue;
          steps.set(id, Math.max(value.lastStep, steps.get(id) ?? value.lastStep));
        }
      }
      return steps;
    },
    enabled: ids.length > 1,
    placeholderData: (previous) => previous,
  });
}

/** At most so many of the names, and of each folder some: the metrics of a folder mostly come equally far. */
export function spread(names: readonly string[], most: number): string[] {
  if (names.length <= most) return [...names];
  const folders = new Map<string, string[]>();
  for (const name of names) {
    const folder = name.slice(0, Math.max(0, name.lastIndexOf('/')));
    folders.set(folder, [...(folders.get(folder) ?? []), name]);
  }
  const picked: string[] = [];
  for (let round = 0; picked.length < most; round++) {
    for (const paths of folders.values()) if (paths[round] !== undefined) picked.push(paths[round]!);
  }
  return picked.slice(0, most);
}

/** Where a run lies, by steps or by the clock (milliseconds since 1970). */
export function spanOf(run: Run, by: LineageBy, lastSteps: ReadonlyMap<string, number>): Span {
  if (by === 'step') {
    const start = numberOf(run, 'sys/forking/step') ?? 0;
    return { start, end: Math.max(start, lastSteps.get(run.id) ?? start) };
  }
  const created = textOf(run, 'sys/creation_time');
  const start = created === null ? 0 : new Date(created).getTime();
  return { start, end: start + 1000 * (numberOf(run, 'sys/running_time_seconds') ?? 0) };
}
