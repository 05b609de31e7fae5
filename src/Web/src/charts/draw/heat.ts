import type { Histogram } from '../../model/attribute';

export interface HeatPoint {
  step: number;
  histogram: Histogram;
}

export interface HeatGrid {
  columns: number;
  rows: number;
  /** The value axis, from the lowest to the highest finite edge. */
  low: number;
  high: number;
  /** The share of each histogram that lies in a cell, rows from the lowest; NaN where no histogram is. */
  cells: Float64Array;
  /** The greatest share of all. */
  top: number;
}

/** Lays histograms on one grid over even steps: a histogram keeps its column until the next one comes. */
export function heatGrid(points: readonly HeatPoint[], columns: number, rows: number): HeatGrid {
  const first = points[0]?.step ?? 0;
  const span = (points.at(-1)?.step ?? 0) - first || 1;
  let at = 0;
  const picks = Array.from({ length: columns }, (_, column) => {
    const step = first + (span * (column + 0.5)) / columns;
    while (at + 1 < points.length && points[at + 1]!.step <= step) at++;
    return at;
  });
  return gridOf(points, picks, rows);
}

/**
 * Lays histograms, which may each have bins of their own, on one grid: a bin is spread evenly over the rows that it
 * covers.
 *
 * @param picks which histogram each column shows.
 */
export function gridOf(points: readonly HeatPoint[], picks: readonly number[], rows: number): HeatGrid {
  const columns = picks.length;
  const half = Number.MAX_VALUE / 2;
  let [low, high] = [Infinity, -Infinity];
  for (const { histogram } of points) {
    for (const edge of histogram.edges) {
      if (!Number.isFinite(edge)) continue;
      // Between the largest numbers of both signs there is no number of that length.
      low = Math.min(low, Math.max(-half, edge));
      high = Math.max(high, Math.min(half, edge));
    }
  }
  const grid: HeatGrid = { columns, rows, low, high, cells: new Float64Array(columns * rows).fill(NaN), top: 0 };
  if (points.length === 0 || !(low < high)) return { ...grid, low: 0, high: 1 };
  picks.forEach((pick, column) => spread(points[pick]!.histogram, grid, column));
  grid.top = grid.cells.reduce((most, share) => (share > most ? share : most), 0);
  return grid;
}

function spread({ edges, values, type }: Histogram, grid: HeatGrid, column: number) {
  const { rows, low, high, cells } = grid;
  const height = high / rows - low / rows;
  const weights = values.map((value, bin) => (type === 'DENSITY' ? value * width(edges, bin) : value));
  const total = weights.reduce((sum, weight) => sum + (Number.isFinite(weight) ? weight : 0), 0) || 1;
  for (let row = 0; row < rows; row++) cells[column * rows + row] = 0;
  weights.forEach((weight, bin) => {
    // Bins open to infinity are drawn in the outermost row.
    const from = Math.max(low, edges[bin]!);
    const to = Math.min(high, edges[bin + 1]!);
    if (!(weight > 0) || !Number.isFinite(weight)) return;
    const firstRow = Math.min(rows - 1, Math.max(0, Math.floor((from - low) / height)));
    const lastRow = Math.min(rows - 1, Math.max(firstRow, Math.ceil((to - low) / height) - 1));
    for (let row = firstRow; row <= lastRow; row++) {
      const part =
        to > from ? (Math.min(to, low + (row + 1) * height) - Math.max(from, low + row * height)) / (to - from) : 1;
      cells[column * rows + row]! += (Math.max(0, part) * weight) / total;
    }
  });
}

function width(edges: readonly number[], bin: number): number {
  const size = edges[bin + 1]! - edges[bin]!;
  return Number.isFinite(size) ? size : 0;
}
