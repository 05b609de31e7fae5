import { gridColumns, gridGap, heightOf, rowHeight, type Cell } from '../board';

/** A cell in pixels, in a grid of this width. */
export function boxOf({ x, y, w, h }: Cell, width: number) {
  const column = (width - gridGap * (gridColumns - 1)) / gridColumns;
  return {
    left: Math.round((column + gridGap) * x),
    top: (rowHeight + gridGap) * y,
    width: Math.round(column * w + gridGap * (w - 1)),
    height: heightOf(h),
  };
}

/** The cell that lies at a point of the grid. */
export function cellAt(left: number, top: number, width: number): Pick<Cell, 'x' | 'y'> {
  const column = (width + gridGap) / gridColumns;
  const x = Math.min(gridColumns - 1, Math.max(0, Math.round(left / column)));
  return { x, y: Math.max(0, Math.round(top / (rowHeight + gridGap))) };
}
