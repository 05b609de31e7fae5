import { useQueries } from '@tanstack/react-query';

import { queryDefinitions } from '../../api/attributes';
import { formula, type ChartSpec } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import { explain } from '../../model/errors';
import { plural } from '../../model/format';
import { parseExtendedRegex } from '../../model/nameFilter';

/** A chart that says by their names which metrics it draws, with these metrics as its lines. */
export interface MatchedChart {
  chart: ChartSpec;
  isPending: boolean;
  /** What is not as a reader would think, in a sentence; null for nothing. */
  note: string | null;
}

/** The server draws a thousand lines at once, and nobody tells as many apart. */
const matchedMax = 50;
const drawnMax = 900;
const namesMax = 1000;

const natural = new Intl.Collator('en', { numeric: true });

/** Charts without such lines stay the objects that they are. */
export function useMatched(project: string, chart: ChartSpec, runs: readonly ChartRun[]): MatchedChart {
  const ids = runs.map((run) => run.id);
  const filters = [...new Set(chart.lines.flatMap(({ match }) => match ?? []))];
  const most = Math.max(1, Math.min(matchedMax, Math.floor(drawnMax / Math.max(1, runs.length))));
  return useQueries({
    queries: filters.map((match) => ({
      queryKey: ['matched metrics', project, ids, match],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const filter = parseExtendedRegex(match);
        const query = { project, runs: ids, types: ['floatSeries'] as const, filter, limit: namesMax };
        const { entries, more } = await queryDefinitions(query, signal);
        return { names: [...new Set(entries.map(({ name }) => name))].sort(natural.compare), more };
      },
      enabled: ids.length > 0,
      staleTime: 20_000,
    })),
    combine: (results): MatchedChart => {
      if (filters.length === 0) return { chart, isPending: false, note: null };
      const found = new Map(filters.map((match, at) => [match, results[at]?.data]));
      const notes = filters.flatMap((match, at) => {
        const { data, error } = results[at]!;
        if (error !== null) return [explain(error)];
        if (data === undefined) return [];
        if (data.names.length === 0) return [`No metric of these runs matches “${match}”.`];
        if (data.names.length <= most) return [];
        return [`${most} of ${data.more ? 'over ' : ''}${plural(data.names.length, 'matching metric')} are shown.`];
      });
      return {
        chart: withMatches(chart, (match) => found.get(match)?.names.slice(0, most) ?? []),
        isPending: results.some(({ isPending }) => isPending),
        note: notes.length === 0 ? null : notes.join(' '),
      };
    },
  });
}

/** Each line that says which metrics it means has one line for each of them in its place. */
export function withMatches(chart: ChartSpec, namesOf: (match: string) => readonly string[]): ChartSpec {
  return {
    ...chart,
    lines: chart.lines.flatMap((line) => {
      const { match, ...rest } = line;
      if (match === undefined) return [line];
      return namesOf(match).map((path) => ({
        ...rest,
        formula: formula(path),
        ...(rest.name === undefined ? {} : { name: `${rest.name} ${path}` }),
      }));
    }),
  };
}
