import type { ObjectPoint } from '../../api/series';

export interface MergedLine {
  point: ObjectPoint;
  /** Of whose log it is, as its place in the list. */
  of: number;
}

export interface MergedLines {
  lines: MergedLine[];
  /** Before this time some log has lines that are not here, and none are shown; null where all are here. */
  since: number | null;
}

/** Several logs in one, by time; lines of a log stay in their order. */
export function mergedLines(
  logs: readonly { points: readonly ObjectPoint[]; isWhole: boolean }[],
): MergedLines {
  const starts = logs.flatMap(({ points, isWhole }) => (isWhole || points.length === 0 ? [] : [points[0]!.time]));
  const since = starts.length === 0 ? null : Math.max(...starts);
  const lines = logs.flatMap(({ points }, of) => {
    let latest = -Infinity;
    return points.map((point) => {
      // Clocks go back: a line comes no earlier than the one before it.
      latest = Math.max(latest, point.time);
      return { point, of, at: latest };
    });
  });
  lines.sort((a, b) => a.at - b.at);
  const shown = since === null ? lines : lines.filter(({ at }) => at >= since);
  return { lines: shown.map(({ point, of }) => ({ point, of })), since };
}
