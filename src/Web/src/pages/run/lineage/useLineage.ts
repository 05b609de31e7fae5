import { useQuery } from '@tanstack/react-query';

import { queryDefinitions, queryValues } from '../../../api/attributes';
import { liveKey } from '../../../data/live';
import { numberOf, textOf, type Run } from '../../../model/run';
import type { LineageBy } from '../../../model/runView';
import type { Span } from './lineage';

/** More metrics than these are not asked how far a run has come. */
const metricsMax = 5;

/** The last step of each run of a family, as far as a few of its metrics tell. */
export function useLastSteps(project: string, run: Run, family: readonly Run[] | undefined) {
  const ids = family?.map(({ id }) => id) ?? [];
  return useQuery({
    queryKey: [...liveKey(project), 'last steps', ids],
    queryFn: async ({ signal }) => {
      const filter = { mustMatchAny: [{ mustNotMatchRegexes: ['^(sys|monitoring)/'] }] };
      const of = { project, types: ['floatSeries'] as const, filter, limit: metricsMax };
      const own = (await queryDefinitions({ ...of, runs: [run.id] }, signal)).entries;
      const metrics = own.length > 0 ? own : (await queryDefinitions({ ...of, runs: ids }, signal)).entries;
      const steps = new Map<string, number>();
      if (metrics.length === 0) return steps;
      const names = metrics.map(({ name }) => name);
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
