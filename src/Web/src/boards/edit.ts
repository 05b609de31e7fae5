import { verticalCompactor } from 'react-grid-layout/core';

import type { WidgetDto } from '../api/dashboards';
import {
  gridColumns,
  inOrder,
  newWidgetId,
  rowsOf,
  sectionOf,
  sectionsMax,
  widgetOf,
  widgetsMax,
  type Board,
  type BoardSection,
  type BoardWidget,
  type Cell,
} from './board';
import { isDynamic, isFolded, withOptions } from './options';

/** Names no section: the last one that is in sight and holds widgets of its own. */
export const lastSection = ' ';

/** A change of a board. It gives the same board back where there is nothing to do. */
export type Edit = (board: Board) => Board;

export function countWidgets({ sections }: Board): number {
  return sections.reduce((sum, { widgets }) => sum + widgets.length, 0);
}

/**
 * Puts widgets into a section, which unfolds, each where there is room first; what would be too many is left out. Where
 * there is no such section, or it makes its widgets itself, they go to {@link lastSection}.
 */
export function addWidgets(section: string, added: readonly { dto: WidgetDto; w: number; h: number }[]): Edit {
  return (board) => {
    const room = Math.max(0, widgetsMax - countWidgets(board));
    const fixed = board.sections.filter(({ head }) => !isDynamic(head));
    const inTo =
      fixed.find(({ id }) => id === section) ?? fixed.findLast(({ head }) => !isFolded(head)) ?? fixed.at(-1) ?? top;
    const whole = withSection(board, inTo);
    return changeSection(isFolded(inTo.head) ? foldSection(inTo.id, false)(whole) : whole, inTo.id, (now) => {
      const widgets = [...now.widgets];
      for (const { dto, w, h } of added.slice(0, room)) {
        widgets.push({ id: dto.id, dto, cell: freeCell(widgets, w, h) });
      }
      return { ...now, widgets };
    });
  };
}

/** Puts a widget right below another one; what is there makes way. */
export function addBelow(id: string, { dto, w, h }: { dto: WidgetDto; w: number; h: number }): Edit {
  return (board) => {
    const [section, widget] = [sectionOf(board, id), widgetOf(board, id)];
    if (section === undefined || widget === undefined) return addWidgets(lastSection, [{ dto, w, h }])(board);
    if (countWidgets(board) >= widgetsMax) return board;
    const cell = { x: Math.min(widget.cell.x, gridColumns - w), y: widget.cell.y + widget.cell.h, w, h };
    return changeSection(board, section.id, (now) => ({
      ...now,
      widgets: madeWay({ id: dto.id, dto, cell }, now.widgets),
    }));
  };
}

const top: BoardSection = { id: '', head: null, widgets: [] };

/** The board with that section at its top, if it has none of that name. */
function withSection(board: Board, section: BoardSection): Board {
  const isThere = board.sections.some(({ id }) => id === section.id);
  return isThere ? board : { ...board, sections: [section, ...board.sections] };
}

export function removeWidgets(ids: ReadonlySet<string>): Edit {
  return (board) => ({
    ...board,
    sections: board.sections.map((section) => {
      const left = section.widgets.filter(({ id }) => !ids.has(id));
      return left.length === section.widgets.length ? section : { ...section, widgets: compacted(left) };
    }),
  });
}

export function setWidget(id: string, dto: WidgetDto): Edit {
  return (board) => {
    const section = sectionOf(board, id);
    if (section === undefined) return board;
    return changeSection(board, section.id, (now) => ({
      ...now,
      widgets: now.widgets.map((widget) => (widget.id === id ? { ...widget, dto } : widget)),
    }));
  };
}

/** Puts widgets of a section to these places, as somebody moved or resized one of them. */
export function placeWidgets(section: string, cells: ReadonlyMap<string, Cell>): Edit {
  return (board) => {
    let isSame = true;
    const next = changeSection(board, section, (now) => ({
      ...now,
      widgets: now.widgets.map((widget) => {
        const cell = cells.get(widget.id);
        if (cell === undefined || sameCell(cell, widget.cell)) return widget;
        isSame = false;
        return { ...widget, cell };
      }),
    }));
    return isSame ? board : next;
  };
}

/** Moves a widget by so many cells, or makes it larger; others make way. */
export function nudgeWidget(id: string, by: Partial<Cell>): Edit {
  return (board) => {
    const [section, widget] = [sectionOf(board, id), widgetOf(board, id)];
    if (section === undefined || widget === undefined) return board;
    const { x, y, w, h } = widget.cell;
    const width = Math.min(gridColumns - x, Math.max(2, w + (by.w ?? 0)));
    const cell = {
      x: Math.min(gridColumns - width, Math.max(0, x + (by.x ?? 0))),
      y: Math.max(0, y + (by.y ?? 0)),
      w: width,
      h: Math.max(2, h + (by.h ?? 0)),
    };
    const others = section.widgets.filter((one) => one.id !== id);
    const at = (by.y ?? 0) > 0 ? { ...cell, y: belowNext(cell, y, others) } : cell;
    return placeWidgets(section.id, cellsOf(madeWay({ ...widget, cell: at }, others)))(board);
  };
}

/** Widgets lie as high as there is room: one goes down by getting behind what is below it. */
function belowNext(cell: Cell, from: number, others: readonly BoardWidget[]): number {
  const below = inOrder(others).find(
    ({ cell: other }) => other.y >= from + cell.h && other.x < cell.x + cell.w && cell.x < other.x + other.w,
  );
  return below === undefined ? cell.y : below.cell.y + below.cell.h;
}

/** The widget at its place, and the others moved down where it lies over them. */
function madeWay(widget: BoardWidget, others: readonly BoardWidget[]): BoardWidget[] {
  const placed: BoardWidget[] = [widget];
  for (const other of inOrder(others)) {
    let { y } = other.cell;
    for (let over = firstOver(placed, { ...other.cell, y }); over; over = firstOver(placed, { ...other.cell, y })) {
      y = over.cell.y + over.cell.h;
    }
    placed.push({ ...other, cell: { ...other.cell, y } });
  }
  return compacted(placed);
}

function firstOver(widgets: readonly BoardWidget[], { x, y, w, h }: Cell): BoardWidget | undefined {
  return widgets.find(
    ({ cell }) => cell.x < x + w && x < cell.x + cell.w && cell.y < y + h && y < cell.y + cell.h,
  );
}

/** Takes a widget to another section, behind all that is there or, with `cell`, to this place. */
export function moveToSection(id: string, section: string, cell?: Pick<Cell, 'x' | 'y'>): Edit {
  return (board) => {
    const widget = widgetOf(board, id);
    const from = sectionOf(board, id);
    if (widget === undefined || from === undefined || from.id === section) return board;
    if (!board.sections.some((one) => one.id === section && !isDynamic(one.head))) return board;
    return changeSection(removeWidgets(new Set([id]))(board), section, (now) => {
      const { w, h } = widget.cell;
      if (cell === undefined) {
        return { ...now, widgets: [...now.widgets, { ...widget, cell: freeCell(now.widgets, w, h) }] };
      }
      const x = Math.min(gridColumns - w, Math.max(0, cell.x));
      return { ...now, widgets: madeWay({ ...widget, cell: { x, y: Math.max(0, cell.y), w, h } }, now.widgets) };
    });
  };
}

export function duplicateWidget(id: string, as = newWidgetId()): Edit {
  return (board) => {
    const [section, widget] = [sectionOf(board, id), widgetOf(board, id)];
    if (section === undefined || widget === undefined) return board;
    const { w, h } = widget.cell;
    return addWidgets(section.id, [{ dto: { ...widget.dto, id: as }, w, h }])(board);
  };
}

/** A section behind another one; without that at the end. */
export function addSection(head: WidgetDto, behind?: string): Edit {
  return (board) => {
    if (board.sections.length >= sectionsMax) return board;
    const at = board.sections.findIndex(({ id }) => id === behind);
    const sections = [...board.sections];
    sections.splice(at < 0 ? sections.length : at + 1, 0, { id: head.id, head, widgets: [] });
    return { ...board, sections };
  };
}

export function setHead(id: string, head: WidgetDto): Edit {
  return (board) => changeSection(board, id, (now) => ({ ...now, head }));
}

export function foldSection(id: string, collapsed: boolean): Edit {
  return (board) =>
    changeSection(board, id, (now) =>
      now.head === null ? now : { ...now, head: withOptions(now.head, { collapsed: collapsed || undefined }) },
    );
}

/** Takes a section up (-1) or down (1). What stands above the first head stays there. */
export function shiftSection(id: string, by: -1 | 1): Edit {
  return (board) => {
    const at = board.sections.findIndex((section) => section.id === id);
    const other = board.sections[at + by];
    if (at < 0 || other === undefined || other.head === null || board.sections[at]!.head === null) return board;
    const sections = [...board.sections];
    [sections[at], sections[at + by]] = [other, sections[at]!];
    return { ...board, sections };
  };
}

/** Removes a section with its widgets. A board has one section at least. */
export function removeSection(id: string): Edit {
  return (board) => {
    const sections = board.sections.filter((section) => section.id !== id);
    return { ...board, sections: sections.length > 0 ? sections : [{ id: '', head: null, widgets: [] }] };
  };
}

export function setName(name: string): Edit {
  return (board) => (board.name === name ? board : { ...board, name });
}

export function setExtra(part: Record<string, unknown>): Edit {
  return (board) => ({ ...board, rest: { ...board.rest, extra: { ...board.rest.extra, ...part } } });
}

function changeSection(board: Board, id: string, change: (now: BoardSection) => BoardSection): Board {
  return { ...board, sections: board.sections.map((section) => (section.id === id ? change(section) : section)) };
}

/** The first place, row by row, where so much is free. */
export function freeCell(widgets: readonly BoardWidget[], width: number, height: number): Cell {
  const [w, h] = [Math.min(gridColumns, Math.max(1, width)), Math.max(1, height)];
  const bottom = rowsOf(widgets);
  for (let y = 0; y < bottom; y++) {
    for (let x = 0; x + w <= gridColumns; x++) {
      if (firstOver(widgets, { x, y, w, h }) === undefined) return { x, y, w, h };
    }
  }
  return { x: 0, y: bottom, w, h };
}

/** Each widget as high as there is room, in reading order. */
export function compacted(widgets: readonly BoardWidget[]): BoardWidget[] {
  const places = verticalCompactor.compact(widgets.map(({ id, cell }) => ({ i: id, ...cell })), gridColumns);
  const byId = new Map(places.map((place) => [place.i, place]));
  return widgets.map((widget) => {
    const { x, y, w, h } = byId.get(widget.id)!;
    return sameCell({ x, y, w, h }, widget.cell) ? widget : { ...widget, cell: { x, y, w, h } };
  });
}

function cellsOf(widgets: readonly BoardWidget[]): Map<string, Cell> {
  return new Map(widgets.map(({ id, cell }) => [id, cell]));
}

export function sameCell(a: Cell, b: Cell): boolean {
  return a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h;
}
