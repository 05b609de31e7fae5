import type { Histogram } from '../../model/attribute';

/** A bin with finite edges, and the share of all values that lies in it. */
interface Bin {
  from: number;
  to: number;
  share: number;
}

/** The bins that hold anything. What lies beyond the last finite edge is put on it. */
function binsOf({ type, edges, values }: Histogram): Bin[] {
  const finite = edges.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const within = (edge: number) => Math.min(high, Math.max(low, edge));
  const weights = values.map((value, at) => {
    const width = edges[at + 1]! - edges[at]!;
    const weight = type === 'COUNTING' ? value : value * width;
    return Number.isFinite(weight) && weight > 0 ? weight : 0;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0 || finite.length < 2) return [];
  return weights.flatMap((weight, at) =>
    weight === 0 ? [] : [{ from: within(edges[at]!), to: within(edges[at + 1]!), share: weight / total }],
  );
}

/**
 * The values below which these shares of a histogram lie, as if values were spread evenly within a bin.
 *
 * @param shares from 0 to 1, rising.
 * @returns null where the histogram is empty.
 */
export function percentilesOf(histogram: Histogram, shares: readonly number[]): number[] | null {
  const bins = binsOf(histogram);
  const last = bins.at(-1);
  if (last === undefined) return null;
  let at = 0;
  let below = 0;
  return shares.map((share) => {
    while (at < bins.length && below + bins[at]!.share < share) below += bins[at++]!.share;
    const bin = bins[at];
    // Sums of shares may end a rounding error below 1.
    if (bin === undefined) return last.to;
    return Math.min(bin.to, bin.from + ((share - below) / bin.share) * (bin.to - bin.from));
  });
}

/** Corners of the outline of a histogram whose area is 1, so that runs of different size can be compared. */
export function outlineOf(histogram: Histogram): { x: number; y: number }[] {
  const corners: { x: number; y: number }[] = [];
  let end: number | null = null;
  for (const { from, to, share } of binsOf(histogram)) {
    // All values in a bin without a width: there is no density to draw.
    if (to <= from) continue;
    if (end !== null && from > end) corners.push({ x: end, y: 0 }, { x: from, y: 0 });
    else if (end === null) corners.push({ x: from, y: 0 });
    const y = share / (to - from);
    corners.push({ x: from, y }, { x: to, y });
    end = to;
  }
  if (end !== null) corners.push({ x: end, y: 0 });
  return corners;
}
