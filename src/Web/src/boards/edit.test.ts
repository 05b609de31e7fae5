import fc from 'fast-check';
import { expect, it } from 'vitest';

import { emptyBoard, gridColumns, sectionOf, widgetOf, type Board, type BoardWidget } from './board';
import {
  addSection,
  addWidgets,
  compacted,
  countWidgets,
  duplicateWidget,
  foldSection,
  lastSection,
  moveToSection,
  nudgeWidget,
  placeWidgets,
  removeSection,
  removeWidgets,
  setWidget,
  shiftSection,
  type Edit,
} from './edit';
import { isFolded, newWidget } from './options';

const all = (...edits: Edit[]): Board => edits.reduce((board, edit) => edit(board), emptyBoard);
const add = (id: string, w = 8, h = 6, section = '') => addWidgets(section, [{ dto: newWidget(id, 'line'), w, h }]);
const head = (id: string) => ({ id, type: 'section', name: id });
const cellOf = (board: Board, id: string) => Object.values(widgetOf(board, id)!.cell).join();
const order = ({ sections }: Board) => sections.map(({ id }) => id).join();

it('puts a widget where there is room first', () => {
  const board = all(add('a', 16), add('b', 8), add('c', 12), add('d', 12));
  const cells = ['a', 'b', 'c', 'd'].map((id) => cellOf(board, id));
  expect(cells).toEqual(['0,0,16,6', '16,0,8,6', '0,6,12,6', '12,6,12,6']);
});

it('puts a widget in sight, and never among those that a section makes itself', () => {
  const dynamic = { id: 'made', type: 'dynamicSection', name: 'made' };
  const board = all(addSection(head('s')), addSection(head('t')), addSection(dynamic), foldSection('t', true));
  const sectionOfNew = (section: string) => sectionOf(add('a', 8, 6, section)(board), 'a')!;
  expect([lastSection, 'gone', 'made'].map((id) => sectionOfNew(id).id)).toEqual(['s', 's', 's']);
  expect(isFolded(sectionOfNew('t').head)).toBe(false);
  expect(moveToSection('a', 'made')(add('a')(board))).toEqual(add('a')(board));
  const onlyMade = { ...board, sections: board.sections.filter(({ id }) => id === 'made') };
  expect(order(add('a')(onlyMade))).toBe(',made');
});

it('closes the gap that a widget leaves', () => {
  const board = all(add('a', 24), add('b', 24), removeWidgets(new Set(['a'])));
  expect(cellOf(board, 'b')).toBe('0,0,24,6');
});

it('moves a widget with the keys, and others make way', () => {
  const board = all(add('a', 12), add('b', 12), add('c', 12));
  expect(cellOf(nudgeWidget('a', { x: 4 })(board), 'a')).toBe('4,0,12,6');
  expect(cellOf(nudgeWidget('a', { x: 4 })(board), 'b')).toBe('12,6,12,6');
  const down = nudgeWidget('a', { y: 1 })(board);
  expect([cellOf(down, 'a'), cellOf(down, 'c')]).toEqual(['0,6,12,6', '0,0,12,6']);
  expect(cellOf(nudgeWidget('c', { y: -6 })(board), 'c')).toBe('0,0,12,6');
  expect(cellOf(nudgeWidget('a', { w: -2, h: 3 })(board), 'a')).toBe('0,0,10,9');
});

it('keeps widgets within the grid and apart, whatever is done to them', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd');
  const some = (most: number) => fc.integer({ min: -most, max: most });
  const step = fc.oneof(fc.record({ id, x: some(5), y: some(7) }), fc.record({ id, w: some(9), h: some(4) }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const edits = steps.map(({ id: one, ...by }) => nudgeWidget(one, by));
      const board = all(add('a'), add('b', 12), add('c', 24, 3), add('d', 5, 2), ...edits);
      const { widgets } = board.sections[0]!;
      expect(widgets).toHaveLength(4);
      for (const { cell } of widgets) {
        expect(cell.x >= 0 && cell.x + cell.w <= gridColumns && cell.y >= 0 && cell.h >= 1).toBe(true);
      }
      expect(overlaps(widgets)).toEqual([]);
      expect(compacted(widgets)).toEqual(widgets);
    }),
  );
});

function overlaps(widgets: readonly BoardWidget[]): string[] {
  return widgets.flatMap((one, at) =>
    widgets.slice(at + 1).flatMap((other) => {
      const [a, b] = [one.cell, other.cell];
      const isOver = a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
      return isOver ? [`${one.id} ${other.id}`] : [];
    }),
  );
}

it('moves a widget to another section, and removes a section with what is in it', () => {
  const board = all(addSection(head('s')), add('a'), add('b', 8, 6, 's'), moveToSection('a', 's'));
  expect(board.sections.map(({ widgets }) => widgets.map(({ id }) => id))).toEqual([[], ['b', 'a']]);
  expect(countWidgets(removeSection('s')(board))).toBe(0);
  expect(order(removeSection('')(removeSection('s')(board)))).toBe('');
});

it('orders sections, below what has no head', () => {
  const board = all(addSection(head('a')), addSection(head('b')), addSection(head('c'), 'a'));
  expect(order(board)).toBe(',a,c,b');
  expect(order(shiftSection('b', -1)(board))).toBe(',a,b,c');
  expect(order(shiftSection('a', -1)(board))).toBe(',a,c,b');
});

it('folds a section and says nothing of one that is open', () => {
  const folded = foldSection('s', true)(all(addSection(head('s'))));
  expect(isFolded(folded.sections[1]!.head)).toBe(true);
  expect(foldSection('s', false)(folded).sections[1]!.head!.options).toEqual({});
});

it('copies a widget with another id', () => {
  const board = all(add('a'), setWidget('a', newWidget('a', 'text', { x: 1 }, 'Notes')), duplicateWidget('a', 'b'));
  expect(widgetOf(board, 'b')!.dto).toMatchObject({ id: 'b', name: 'Notes', options: { x: 1 } });
});

it('leaves a board as it is where nothing changes', () => {
  const board = all(add('a'));
  expect(placeWidgets('', new Map([['a', widgetOf(board, 'a')!.cell]]))(board)).toBe(board);
  expect(moveToSection('a', 'nowhere')(board)).toBe(board);
  expect(nudgeWidget('nothing', { x: 1 })(board)).toBe(board);
});
