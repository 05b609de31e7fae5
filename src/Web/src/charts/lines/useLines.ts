import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import { fetchLines, type LineRequest, type Lines } from '../../api/series';
import { liveKey, runVersion } from '../../data/live';
import { emptyLine, type BucketGrid, type LineData } from '../../model/lineData';
import { commonCut, edgeBefore, rowsKept, rowsTo, within, withTail } from './tails';

interface KnownLines {
  /** What was asked for. */
  of: LineRequest;
  /** Each with all that lies outside of the range in its first and its last bucket. */
  lines: LineData[];
  /** What was known of each run's changes when its line was asked for. */
  versions: number[];
  grid: BucketGrid;
  /** How often a tail did not fit what was known. */
  misfits: number;
}

/** A line that has grown to this multiple of the requested buckets is fetched again as a whole. */
const growthMax = 2;
/** How many buckets beyond the end of the longest line a refresh asks for. */
const tailMax = 64;
/** After this many tails that did not fit, such as where points keep arriving late, lines are fetched as a whole. */
const misfitsMax = 3;
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
 * The lines of one chart. A refresh asks only for what is new, and only of runs that changed. While a new zoom or
 * another choice of runs is on its way the lines of before stay; a chart that comes back into view shows what is known
 * of the whole range.
 */
export function useLines(request: LineRequest, enabled: boolean) {
  const client = useQueryClient();
  const queryKey = keyOf(request);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => refresh(request, client.getQueryData<KnownLines>(queryKey), signal),
    placeholderData: (previous) =>
      previous !== undefined && isAlike(previous.of, request)
        ? previous
        : client.getQueryData<KnownLines>(keyOf({ ...request, from: null, to: null })),
    enabled: enabled && request.runs.length > 0 && request.formulas.length > 0,
    structuralSharing: false,
    gcTime: 60_000,
  });
  // Not the query's own select: it would make new lines of the old ones at every render while a new zoom is on its way.
  const { data } = query;
  const { runs } = request;
  const lines = useMemo(() => (data === undefined ? undefined : visible(data, runs)), [data, runs]);
  const { error, isError, isPending, isPlaceholderData } = query;
  // Of what the runs had logged by then.
  const version = data === undefined ? 0 : data.versions.reduce((sum, one) => sum + one, 0);
  return { data: lines, version, error, isError, isPending, isPlaceholderData };
}

function keyOf(request: LineRequest) {
  return [...liveKey(request.project), 'lines', request];
}

/** Whether lines have the same meaning, whatever part of them and whichever runs were asked for. */
function isAlike(one: LineRequest, other: LineRequest): boolean {
  const meaning = ({ project, formulas, x, xMetric, std, inherited, experiments, baseline, asOf }: LineRequest) =>
    JSON.stringify([project, formulas, x, xMetric, std, inherited, experiments, baseline, asOf]);
  return meaning(one) === meaning(other);
}

/** The lines of these runs; none of a run that was not asked for. */
function visible({ of, lines, grid }: KnownLines, runs: readonly string[]): Lines {
  const { from, to, formulas } = of;
  const part = (line: LineData) => (from === null || to === null ? line : within(line, from, to));
  if (of.runs === runs) return { grid, lines: lines.map(part) };
  const places = new Map(of.runs.map((run, at) => [run, at * formulas.length]));
  return {
    grid,
    lines: runs.flatMap((run) => {
      const start = places.get(run);
      return formulas.map((_, at) => (start === undefined ? emptyLine() : part(lines[start + at]!)));
    }),
  };
}

async function refresh(request: LineRequest, known: KnownLines | undefined, signal: AbortSignal): Promise<KnownLines> {
  const versions = request.runs.map((run) => runVersion(request.project, run));
  if (known === undefined) return whole(request, versions, signal);
  const changed = request.runs.flatMap((_, index) => (versions[index] === known.versions[index] ? [] : [index]));
  if (changed.length === 0) return known;
  // A metric along x may decrease: new points need not come after the known ones.
  if (request.x === 'metric') return whole(request, versions, signal);
  const per = request.formulas.length;
  const places = changed.flatMap((index) => request.formulas.map((_, at) => index * per + at));
  const { to } = request;
  const old = places.map((place) => known.lines[place]!);
  if (to !== null && old.every(({ x }) => x.at(-1)! > to)) return { ...known, versions };
  const isGrown = known.lines.some((line) => line.x.length > growthMax * request.bucketsMax);
  // Where lines share an edge the server need not look for one on each.
  const cut = commonCut(old, known.grid, request.xLog);
  const keeps = old.map((line) => (cut === null ? rowsKept(line) : rowsTo(line.xTo, cut)));
  const ends = old.map(({ xTo }, at) => xTo[keeps[at]! - 1]!);
  const from = cut ?? edgeBefore(Math.min(...ends), known.grid, request.xLog);
  const tail = isGrown || keeps.includes(0) ? null : tailRange(request, known, from);
  if (tail === null || known.misfits >= misfitsMax) return whole(request, versions, signal, known.misfits);
  const runs = changed.map((index) => request.runs[index]!);
  const starts = cut === null ? old.map(({ stepTo }, at) => stepTo[keeps[at]! - 1]!) : undefined;
  const { lines: tails } = await fetchLines({ ...request, runs, ...tail }, signal, starts);
  const lines = [...known.lines];
  for (const [at, place] of places.entries()) {
    const isBeyond = to === null && tails[at]!.x.at(-1)! > tail.to;
    const line = isBeyond ? null : withTail(old[at]!, tails[at]!, keeps[at]!);
    if (line === null) return whole(request, versions, signal, isBeyond ? known.misfits : known.misfits + 1);
    lines[place] = line;
  }
  return { ...known, lines, versions };
}

async function whole(
  request: LineRequest,
  versions: number[],
  signal: AbortSignal,
  misfits = 0,
): Promise<KnownLines> {
  return { of: request, versions, misfits, ...(await fetchLines(request, signal)) };
}

/**
 * From an edge to the end of the range, or to some buckets after all lines, in buckets as wide as the known ones.
 *
 * @returns null if that is more than the server gives.
 */
function tailRange({ to, xLog }: LineRequest, { lines, grid }: KnownLines, from: number) {
  const along = (x: number) => (xLog ? Math.log(x) : x);
  const buckets = (end: number) => Math.max(1, Math.round((along(end) - along(from)) / grid.width));
  if (to !== null) return grid.width > 0 ? { from, to, bucketsMax: buckets(to) } : null;
  const last = lines.reduce((most, { xTo }) => Math.max(most, xTo.at(-1) ?? most), from);
  const bucketsMax = buckets(last) + tailMax;
  const end = along(from) + grid.width * bucketsMax;
  return bucketsMax <= rawBucketsMax ? { from, to: xLog ? Math.exp(end) : end, bucketsMax } : null;
}
