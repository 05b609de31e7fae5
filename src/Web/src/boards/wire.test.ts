import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { DashboardContent, WidgetDto } from '../api/dashboards';
import { emptyBoard, gridColumns, type Board, type BoardWidget } from './board';
import { compacted } from './edit';
import { contentOf, readBoard, writeBoard } from './wire';

const size = { w: fc.integer({ min: 1, max: 24 }), h: fc.integer({ min: 1, max: 9 }) };
const cell = fc
  .record({ x: fc.nat(gridColumns - 1), y: fc.nat(40), ...size })
  .map(({ x, y, w, h }) => ({ x, y, w: Math.min(w, gridColumns - x), h }));
const options = fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), fc.jsonValue(), { maxKeys: 3 });

/** Boards as the editor makes them: ids differ, and widgets lie over each other nowhere. */
const boards = fc
  .record({
    name: fc.string().map((name) => `${name}n`),
    sections: fc.array(fc.record({ title: fc.string(), places: fc.array(fc.tuple(cell, options), { maxLength: 5 }) }), {
      minLength: 1,
      maxLength: 4,
    }),
    hasTop: fc.boolean(),
    unknown: fc.jsonValue(),
  })
  .map(({ name, sections, hasTop, unknown }): Board => ({
    name,
    rest: { type: 'compare', unknown },
    sections: sections.map(({ title, places }, at) => {
      const widgets = places.map(([place, said], index): BoardWidget => {
        const id = `w${at}-${index}`;
        return { id, cell: place, dto: { id, type: 'chart', name: 'a', options: said, other: said } };
      });
      const head: WidgetDto | null =
        at === 0 && hasTop && places.length > 0 ? null : { id: `s${at}`, type: 'section', name: title };
      return { id: head?.id ?? '', head, widgets: apart(widgets) };
    }),
  }));

function apart(widgets: BoardWidget[]): BoardWidget[] {
  let top = 0;
  const placed = widgets.map((widget) => {
    const at = { ...widget, cell: { ...widget.cell, y: top } };
    top += widget.cell.h;
    return at;
  });
  return compacted(placed);
}

const bare = (board: Board) =>
  board.sections.map(({ head, widgets }) => [
    head,
    [...widgets].map(({ dto, cell: at }) => [dto, at]).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  ]);

it('reads what it writes, with all that it does not know', () => {
  fc.assert(
    fc.property(boards, (board) => {
      const text = JSON.stringify(writeBoard(board));
      const back = readBoard(JSON.parse(text) as DashboardContent);
      expect(JSON.parse(JSON.stringify(bare(back)))).toEqual(JSON.parse(JSON.stringify(bare(board))));
      expect(back.name).toBe(board.name);
      expect(JSON.stringify(back.rest.unknown)).toBe(JSON.stringify(board.rest.unknown));
      expect(JSON.parse(JSON.stringify(writeBoard(back)))).toEqual(JSON.parse(text));
    }),
    { numRuns: 300 },
  );
});

const empty = { xl: [], lg: [], md: [], sm: [], xs: [] };
const widget = (id: string, type = 'chart'): WidgetDto => ({ id, type });

it('opens a section at each head, and counts rows from below it', () => {
  const board = readBoard({
    name: 'b',
    type: 'compare',
    widgets: [widget('inside'), widget('above'), { id: 'head', type: 'section', name: 'Loss' }],
    layouts: {
      ...empty,
      xl: [
        { id: 'above', x: 0, y: 0, w: 6, h: 4 },
        { id: 'head', x: 0, y: 4, w: 12, h: 1 },
        { id: 'inside', x: 6, y: 7, w: 6, h: 4 },
      ],
    },
  });
  expect(board.sections.map(({ id, widgets }) => [id, widgets.map((one) => one.id)])).toEqual([
    ['', ['above']],
    ['head', ['inside']],
  ]);
  // Twelve columns there are twenty-four here.
  expect(board.sections[1]!.widgets[0]!.cell).toEqual({ x: 12, y: 2, w: 12, h: 4 });
});

it('gives equal cells in order where places are said not to count', () => {
  const board = readBoard({
    name: '',
    type: 'compare',
    widgets: ['a', 'b', 'c'].map((id) => widget(id)),
    layouts: empty,
    layoutSettings: { mode: 'GRID', config: { gridMode: { columnsCount: '2' } } },
  });
  expect(board.sections[0]!.widgets.map(({ cell: { x, y, w } }) => [x, y, w])).toEqual([
    [0, 0, 12],
    [12, 0, 12],
    [0, 7, 12],
  ]);
});

it('finds a place for widgets that have none', () => {
  const board = readBoard({ name: '', type: 'compare', widgets: [widget('a'), widget('b')], layouts: empty });
  expect(board.sections[0]!.widgets).toHaveLength(2);
});

it('keeps what a place says besides its cells', () => {
  const xl = [{ id: 'a', x: 0, y: 0, w: 24, h: 4, isStatic: true }];
  const board = readBoard({ name: '', type: 'compare', widgets: [widget('a')], layouts: { ...empty, xl } });
  expect(writeBoard(board).layouts.xl[0]).toMatchObject({ isStatic: true });
});

it('writes one column for narrow screens', () => {
  const xl = [
    { id: 'a', x: 0, y: 0, w: 12, h: 4 },
    { id: 'b', x: 12, y: 0, w: 12, h: 3 },
  ];
  const content = { name: '', type: 'compare', widgets: [widget('a'), widget('b')], layouts: { ...empty, xl } };
  expect(writeBoard(readBoard(content)).layouts.xs.map(({ id, x, y, w }) => [id, x, y, w])).toEqual([
    ['a', 0, 0, 1],
    ['b', 0, 4, 1],
  ]);
});

it('takes null for what is left out', () => {
  const widgets = [{ id: 'w', type: 'chart', name: null, options: null, attributes: null }];
  const dto = { ...writeBoard(emptyBoard), widgets, config: null, extra: null, layoutSettings: null } as never;
  const board = readBoard(contentOf(dto));
  expect(board.sections[0]!.widgets[0]!.dto).toEqual({ id: 'w', type: 'chart' });
  expect(board.rest).not.toHaveProperty('config');
  expect(writeBoard(board).widgets).toEqual([{ id: 'w', type: 'chart' }]);
});
