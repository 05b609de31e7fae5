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

/** What a person made of a docked legend, in pixels; null: as much as it needs. */
export interface LegendSizes {
  /** Its width on the right. */
  right: number | null;
  /** Its height below. */
  below: number | null;
}

export const asNeeded: LegendSizes = { right: null, below: null };

/** No docked legend is smaller. */
export const legendMin = { right: 150, below: 56 };

/** Sizes out of what a browser keeps. */
export function readLegendSizes(text: string | null): LegendSizes {
  const [right, below] = (text ?? '').split(' ').map((part) => (/^\d{1,5}$/.test(part) ? Number(part) : null));
  return { right: right ?? null, below: below ?? null };
}

export function printLegendSizes({ right, below }: LegendSizes): string {
  return `${right ?? '-'} ${below ?? '-'}`;
}

const rowHeight = 22;
const headHeight = 34;
/** Lines beside a legend have at least this width, or it is below them. */
const plotWidthMin = 240;
const plotHeightMin = 90;
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
  sizes: LegendSizes = asNeeded,
): LegendLayout {
  const { width, height } = room;
  const all = { width, height, below: 0 };
  const chosen = wanted === 'over' && isFull ? 'right' : wanted;
  if (chosen === 'over') return { ...all, place: 'over' };
  const left = width - Math.max(legendMin.right, sizes.right ?? legendWidth(columns));
  if (chosen === 'right' && width - legendMin.right >= plotWidthMin && (sizes.right !== null || left >= plotWidthMin)) {
    return { ...all, place: 'right', width: Math.max(plotWidthMin, left) };
  }
  const rows = Math.ceil(lines / Math.max(1, Math.floor(width / columnWidth)));
  const needed = Math.min(headHeight + rows * rowHeight, height * belowShareMax);
  const below = Math.round(
    sizes.below === null ? needed : Math.min(Math.max(legendMin.below, sizes.below), height - plotHeightMin),
  );
  return { place: 'below', width, height: height - below, below };
}
