import { gridOf, type HeatPoint } from './heat';

export interface Ridge {
  /** Of its histogram among all. */
  index: number;
  /** 0 to 1, from the lowest value to the highest; 1 is the densest place of all ridges. */
  heights: Float64Array;
}

export interface Ridges {
  ridges: Ridge[];
  low: number;
  high: number;
}

/** Places along the value axis: enough that a curve looks smooth. */
const placesMax = 160;

/** Curves for histograms evenly spread over all, the first and the last among them. */
export function ridgesOf(points: readonly HeatPoint[], most: number, pixels: number): Ridges {
  const count = Math.min(points.length, most);
  const indices = Array.from({ length: count }, (_, at) =>
    Math.round((at * (points.length - 1)) / Math.max(1, count - 1)),
  );
  const places = Math.min(placesMax, Math.max(8, Math.floor(pixels / 4)));
  const grid = gridOf(points, indices, places);
  const ridges = indices.map((index, column) => ({
    index,
    heights: grid.cells
      .slice(column * places, (column + 1) * places)
      .map((share) => (share > 0 ? share / grid.top : 0)),
  }));
  return { ridges, low: grid.low, high: grid.high };
}
