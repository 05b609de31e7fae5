import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';

import { fetchPoints, type ObjectPoint } from '../../api/series';
import { useAsOf } from '../../data/asOf';
import { liveKey, runVersion } from '../../data/live';

export interface SeriesPlace {
  project: string;
  run: string;
  attribute: string;
  /** The moment that the series is shown at; null: now. */
  asOf?: string | null;
}

export interface Log {
  /** In the order of steps. */
  points: ObjectPoint[];
  /** Nothing lies before the first one. */
  isWhole: boolean;
  version: number;
}

const firstLimit = 1000;
const nextLimit = 5000;

function keyOf({ project, run, attribute, asOf = null }: SeriesPlace) {
  return [...liveKey(project), 'log', run, attribute, asOf];
}

/** The newest lines of a text series, which grow by what is new. */
export function logQuery(client: QueryClient, place: SeriesPlace) {
  const queryKey = keyOf(place);
  return queryOptions({
    queryKey,
    queryFn: async ({ signal }): Promise<Log> => {
      const known = client.getQueryData<Log>(queryKey);
      const version = runVersion(place.project, place.run);
      if (known === undefined || known.points.length === 0) {
        const points = await fetchPoints({ ...place, order: 'descending', limit: firstLimit }, signal);
        return { points: points.reverse(), isWhole: points.length < firstLimit, version };
      }
      if (known.version === version) return known;
      const last = known.points.at(-1)!.step;
      const fresh = await fetchPoints({ ...place, order: 'ascending', from: last, limit: nextLimit }, signal);
      return { ...known, points: [...known.points, ...fresh.filter((point) => point.step > last)], version };
    },
    structuralSharing: false,
  });
}

/** The newest lines of a text series; earlier ones on demand. */
export function useLog(of: SeriesPlace) {
  const client = useQueryClient();
  const asOf = useAsOf();
  const place = { ...of, asOf };
  const queryKey = keyOf(place);
  const log = useQuery(logQuery(client, place));
  const earlier = useMutation({
    mutationFn: async () => {
      const first = log.data?.points[0]?.step ?? null;
      const points = await fetchPoints({ ...place, order: 'descending', to: first, limit: nextLimit });
      const before = points.filter((point) => first === null || point.step < first).reverse();
      client.setQueryData<Log>(queryKey, (now) =>
        now && { ...now, points: [...before, ...now.points], isWhole: points.length < nextLimit },
      );
    },
  });
  return { log, earlier };
}
