import type { DashboardContent, WidgetDto, WidgetLayoutDto } from '../api/dashboards';

/** How wide a board is, in cells. */
export const gridColumns = 24;
/** Of a cell, in pixels; and between cells. */
export const rowHeight = 28;
export const gridGap = 12;

/** Most of a board, as the server has it. */
export const widgetsMax = 500;
export const sectionsMax = 100;

/** A place within a section, in cells. */
export interface Cell {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A widget at its place. What it shows stands as the server has it: what is not understood here is kept. */
export interface BoardWidget {
  id: string;
  dto: WidgetDto;
  /** What the document has, where what is shown has the values of variables in it. */
  origin?: WidgetDto | undefined;
  cell: Cell;
  /** Its place as the document has it, for what else that says. */
  place?: WidgetLayoutDto | undefined;
}

/** A band of a board, which folds. Its own widgets lie in a grid below its head. */
export interface BoardSection {
  /** That of its head; empty for what stands above the first head. */
  id: string;
  head: WidgetDto | null;
  widgets: readonly BoardWidget[];
}

/** What a document says besides its name and its widgets. */
export interface BoardRest {
  type: string;
  config?: DashboardContent['config'];
  extra?: DashboardContent['extra'];
  layoutSettings?: DashboardContent['layoutSettings'];
  [unknown: string]: unknown;
}

export interface Board {
  name: string;
  /** At least one. */
  sections: readonly BoardSection[];
  /** All else that the document says. */
  rest: BoardRest;
}

export const emptyBoard: Board = {
  name: '',
  sections: [{ id: '', head: null, widgets: [] }],
  rest: { type: 'compare' },
};

export function sectionOf(board: Board, widget: string): BoardSection | undefined {
  return board.sections.find(({ widgets }) => widgets.some(({ id }) => id === widget));
}

export function widgetOf(board: Board, id: string): BoardWidget | undefined {
  for (const { widgets } of board.sections) {
    const found = widgets.find((widget) => widget.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** In the order that people read: row by row. */
export function inOrder(widgets: readonly BoardWidget[]): BoardWidget[] {
  return [...widgets].sort((a, b) => a.cell.y - b.cell.y || a.cell.x - b.cell.x);
}

/** How many rows of cells the widgets reach down. */
export function rowsOf(widgets: readonly BoardWidget[]): number {
  return widgets.reduce((most, { cell }) => Math.max(most, cell.y + cell.h), 0);
}

/** The height of so many rows, in pixels. */
export function heightOf(rows: number): number {
  return rows === 0 ? 0 : rows * (rowHeight + gridGap) - gridGap;
}

const idBytes = 9;

export const newWidgetId = () => randomHex(idBytes);

/** A UUID: sections of reports have no other ids. Browsers make them themselves only on secure pages. */
export function newSectionId(): string {
  const hex = randomHex(16);
  const variant = '89ab'[parseInt(hex[16]!, 16) % 4]!;
  const middle = [hex.slice(8, 12), `4${hex.slice(13, 16)}`, variant + hex.slice(17, 20)];
  return [hex.slice(0, 8), ...middle, hex.slice(20)].join('-');
}

function randomHex(bytes: number): string {
  const values = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(values, (value) => value.toString(16).padStart(2, '0')).join('');
}
