import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';

import { fetchLines, type LineRequest } from '../api/series';
import { liveKey, runVersion } from '../components/live';
import { appendTail, tailStart, type SeriesColumns } from './columns';

interface LineData {
  lines: SeriesColumns[];
  /** What was known of each run's changes when its line was asked for. */
  versions: number[];
}

/** A line may grow to so many times the buckets asked for before it is fetched anew as a whole. */
const growthMax = 2;
const pointsMax = 60_000;

/** Two points a pixel at most, and fewer with many lines: what a chart of this size can show. */
export function bucketsFor(width: number, lines: number): number {
  const rounded = Math.ceil(Math.max(100, width) / 100) * 100;
  return Math.max(60, Math.min(rounded, Math.floor(pointsMax / Math.max(1, lines))));
}

/**
 * The lines of one chart. A refresh asks only for what is new, and only of runs that changed. While a new zoom is on its
 * way the lines of the old one stay.
 */
export function useLines(request: LineRequest, enabled: boolean) {
  const client = useQueryClient();
  const queryKey = [...liveKey(request.project), 'lines', request];
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => refresh(request, client.getQueryData<LineData>(queryKey), signal),
    placeholderData: keepPreviousData,
    enabled: enabled && request.runs.length > 0,
    structuralSharing: false,
    gcTime: 60_000,
  });
}

async function refresh(request: LineRequest, known: LineData | undefined, signal: AbortSignal): Promise<LineData> {
  const versions = request.runs.map((run) => runVersion(request.project, run));
  if (known === undefined) return { lines: await fetchLines(request, signal), versions };
  const changed = request.runs.flatMap((_, index) => (versions[index] === known.versions[index] ? [] : [index]));
  if (changed.length === 0) return known;
  const start = tailStart(changed.map((index) => known.lines[index]!));
  const isEmpty = changed.some((index) => known.lines[index]!.x.length === 0);
  const isGrown = known.lines.some((line) => line.x.length > growthMax * request.bucketsMax);
  if (start === null || isEmpty || isGrown) return { lines: await fetchLines(request, signal), versions };
  if (request.to !== null && start >= request.to) return { lines: known.lines, versions };
  const runs = changed.map((index) => request.runs[index]!);
  const tails = await fetchLines({ ...request, runs, from: start }, signal);
  const lines = [...known.lines];
  changed.forEach((index, at) => (lines[index] = appendTail(known.lines[index]!, tails[at]!)));
  return { lines, versions };
}
