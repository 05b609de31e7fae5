import { useQuery, useQueryClient } from '@tanstack/react-query';

import { fetchLines, type LineRequest } from '../api/series';
import { liveKey, runVersion } from '../components/live';
import { appendTail, coarsen, spanOf, tailStart, type SeriesColumns } from './columns';

interface LineData {
  lines: SeriesColumns[];
  /** What was known of each run's changes when its line was asked for. */
  versions: number[];
  /** How wide a bucket of the first answer was: what comes after is brought to the same. */
  bucketWidth: number;
}

/** A line may grow to so many times the buckets asked for before it is fetched anew as a whole. */
const growthMax = 2;
const pointsMax = 30_000;
/** What the server gives of one line, and what a page can hold of all lines of a chart. */
const rawBucketsMax = 19_000;
const rawPointsMax = 400_000;

/** A point a pixel at most, and fewer with many lines: what a chart of this size can show. With `isRaw`, all. */
export function bucketsFor(width: number, lines: number, isRaw: boolean): number {
  if (isRaw) return Math.max(60, Math.min(rawBucketsMax, Math.floor(rawPointsMax / Math.max(1, lines))));
  const rounded = Math.ceil(Math.max(100, width) / 100) * 100;
  return Math.max(60, Math.min(rounded, Math.floor(pointsMax / Math.max(1, lines))));
}

/**
 * The lines of one chart. A refresh asks only for what is new, and only of runs that changed. While a new zoom is on
 * its way the lines of the old one stay; a chart that comes back into sight shows what is known of the whole range.
 */
export function useLines(request: LineRequest, enabled: boolean) {
  const client = useQueryClient();
  const queryKey = keyOf(request);
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => refresh(request, client.getQueryData<LineData>(queryKey), signal),
    placeholderData: (previous) =>
      previous ?? client.getQueryData<LineData>(keyOf({ ...request, from: null, to: null })),
    enabled: enabled && request.runs.length > 0,
    structuralSharing: false,
    gcTime: 60_000,
  });
}

function keyOf(request: LineRequest) {
  return [...liveKey(request.project), 'lines', request];
}

async function refresh(request: LineRequest, known: LineData | undefined, signal: AbortSignal): Promise<LineData> {
  const versions = request.runs.map((run) => runVersion(request.project, run));
  if (known === undefined) return whole(request, versions, signal);
  const changed = request.runs.flatMap((_, index) => (versions[index] === known.versions[index] ? [] : [index]));
  if (changed.length === 0) return known;
  // A metric along x may go back: what is new is not behind what is known.
  if (request.x === 'metric') return whole(request, versions, signal);
  const per = request.formulas.length;
  const places = changed.flatMap((index) => request.formulas.map((_, at) => index * per + at));
  const start = tailStart(places.map((place) => known.lines[place]!));
  const isEmpty = places.some((place) => known.lines[place]!.x.length === 0);
  const isGrown = known.lines.some((line) => line.x.length > growthMax * request.bucketsMax);
  if (start === null || isEmpty || isGrown) return whole(request, versions, signal);
  if (request.to !== null && start >= request.to) return { ...known, versions };
  const runs = changed.map((index) => request.runs[index]!);
  const tails = await fetchLines({ ...request, runs, from: start, bucketsMax: tailBuckets(request, start) }, signal);
  const lines = [...known.lines];
  places.forEach((place, at) => {
    lines[place] = appendTail(known.lines[place]!, coarsen(tails[at]!, known.bucketWidth));
  });
  return { ...known, lines, versions };
}

async function whole(request: LineRequest, versions: number[], signal: AbortSignal): Promise<LineData> {
  const lines = await fetchLines(request, signal);
  return { lines, versions, bucketWidth: spanOf(lines) / request.bucketsMax };
}

/** A tail within a zoom gets its share of the buckets; how long one without an end is, only the answer tells. */
function tailBuckets({ from, to, bucketsMax }: LineRequest, start: number): number {
  if (from === null || to === null) return bucketsMax;
  return Math.max(2, Math.ceil((bucketsMax * (to - start)) / (to - from)));
}
