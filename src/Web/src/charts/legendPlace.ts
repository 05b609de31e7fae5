/** Where a pinned legend is: over the lines, where it can be moved and resized, or beside or below them. */
export const legendPlaces = ['over', 'right', 'below'] as const;
export type LegendPlace = (typeof legendPlaces)[number];

/** The room that a legend takes at most: with columns of attributes it is as wide as they need, up to a bound. */
export function legendWidth(columns: readonly string[]): number {
  return columns.length > 0 ? 468 : 258;
}

export interface LegendLayout {
  place: LegendPlace;
  /** Of what is left for the lines, in pixels. */
  width: number;
  height: number;
  /** Of the legend, where it is below. */
  below: number;
}

const rowHeight = 22;
const headHeight = 34;
/** Lines beside a legend have at least this width, or it is below them. */
const plotWidthMin = 240;
const belowShareMax = 0.45;
const columnWidth = 250;

/**
 * Shares a chart's room between the lines and a pinned legend.
 *
 * @param wanted where the person put it. One chart that fills the screen has room beside its lines.
 */
export function legendLayout(
  wanted: LegendPlace,
  isFull: boolean,
  room: { width: number; height: number },
  lines: number,
  columns: readonly string[],
): LegendLayout {
  const { width, height } = room;
  const all = { width, height, below: 0 };
  const chosen = wanted === 'over' && isFull ? 'right' : wanted;
  if (chosen === 'over') return { ...all, place: 'over' };
  const left = width - legendWidth(columns);
  if (chosen === 'right' && left >= plotWidthMin) return { ...all, place: 'right', width: left };
  const rows = Math.ceil(lines / Math.max(1, Math.floor(width / columnWidth)));
  const below = Math.round(Math.min(headHeight + rows * rowHeight, height * belowShareMax));
  return { place: 'below', width, height: height - below, below };
}
