import fc from 'fast-check';
import { expect, it } from 'vitest';

import { emptyBoard, widgetOf, type Board } from './board';
import {
  addSection,
  addWidgets,
  moveToSection,
  nudgeWidget,
  removeSection,
  removeWidgets,
  setHead,
  setName,
  setWidget,
  shiftSection,
  type Edit,
} from './edit';
import { mergeBoards, same } from './merge';
import { newWidget } from './options';

const text = (id: string, name: string) => newWidget(id, 'text', {}, name);
const add = (id: string, section = '') => addWidgets(section, [{ dto: text(id, id), w: 8, h: 6 }]);
const head = (id: string, name = id) => ({ id, type: 'section', name });
const apply = (board: Board, ...edits: Edit[]) => edits.reduce((now, edit) => edit(now), board);
const base = apply(emptyBoard, addSection(head('s')), addSection(head('t')), add('a'), add('b'), add('c', 's'));
const name = (board: Board, id: string) => widgetOf(board, id)?.dto.name;

it('takes from both what only one of them touched', () => {
  const mine = apply(base, setWidget('a', text('a', 'mine')), add('new', 't'), setName('Named'));
  const theirs = apply(base, setWidget('b', text('b', 'theirs')), removeWidgets(new Set(['c'])), shiftSection('t', -1));
  const { board, conflicts } = mergeBoards(base, mine, theirs);
  expect(conflicts).toEqual([]);
  expect([name(board, 'a'), name(board, 'b'), name(board, 'c'), name(board, 'new')]).toEqual([
    'mine',
    'theirs',
    undefined,
    'new',
  ]);
  expect(board.name).toBe('Named');
  expect(board.sections.map(({ id }) => id)).toEqual(['', 't', 's']);
});

it('asks where both changed a widget, and has mine until somebody chose', () => {
  const mine = apply(base, setWidget('a', text('a', 'mine')));
  const theirs = apply(base, setWidget('a', text('a', 'theirs')));
  const merged = mergeBoards(base, mine, theirs);
  expect(merged.conflicts.map(({ id }) => id)).toEqual(['a']);
  expect(name(merged.board, 'a')).toBe('mine');
  expect(name(mergeBoards(base, mine, theirs, new Set(['a'])).board, 'a')).toBe('theirs');
});

it('asks where one changed what the other removed', () => {
  const mine = apply(base, removeWidgets(new Set(['a'])));
  const theirs = apply(base, setWidget('a', text('a', 'theirs')));
  const { board, conflicts } = mergeBoards(base, mine, theirs);
  expect(conflicts).toEqual([{ id: 'a', mine: null, theirs: text('a', 'theirs') }]);
  expect(name(board, 'a')).toBeUndefined();
  expect(name(mergeBoards(base, mine, theirs, new Set(['a'])).board, 'a')).toBe('theirs');
});

it('does not ask where places differ', () => {
  const mine = apply(base, nudgeWidget('a', { w: 4 }));
  const theirs = apply(base, moveToSection('a', 't'));
  const { board, conflicts } = mergeBoards(base, mine, theirs);
  expect(conflicts).toEqual([]);
  expect(board.sections[0]!.widgets.find(({ id }) => id === 'a')!.cell.w).toBe(12);
});

it('keeps what somebody put into a section that the other removed', () => {
  const { board } = mergeBoards(base, apply(base, add('new', 's')), apply(base, removeSection('s')));
  expect(name(board, 'new')).toBe('new');
  expect(board.sections.map(({ id }) => id)).toEqual(['', 't']);
});

const ids = ['a', 'b', 'c'];
const edits = fc.array(
  fc.oneof(
    fc.tuple(fc.constantFrom(...ids), fc.string()).map(([id, to]) => setWidget(id, text(id, to))),
    fc.constantFrom(...ids).map((id) => removeWidgets(new Set([id]))),
    fc.constantFrom(...ids).map((id) => moveToSection(id, 't')),
    fc.constantFrom(...ids).map((id) => nudgeWidget(id, { x: 3, h: 1 })),
    fc.string().map((to) => setHead('s', head('s', to))),
    fc.constant(shiftSection('t', -1)),
  ),
  { maxLength: 6 },
);

const headsOf = ({ sections }: Board) => sections.map(({ id, head: own }) => [id, own]);

it('gives what the other made where only one made something', () => {
  fc.assert(
    fc.property(edits, (made) => {
      const other = apply(base, ...made);
      for (const { board, conflicts } of [mergeBoards(base, base, other), mergeBoards(base, other, base)]) {
        expect(conflicts).toEqual([]);
        expect(headsOf(board)).toEqual(headsOf(other));
        for (const id of ids) expect(same(widgetOf(board, id), widgetOf(other, id))).toBe(true);
      }
    }),
  );
});

it('loses no widget that nobody removed', () => {
  fc.assert(
    fc.property(edits, edits, (some, others) => {
      const [mine, theirs] = [apply(base, ...some), apply(base, ...others)];
      const { board } = mergeBoards(base, mine, theirs);
      for (const id of ids) {
        if (widgetOf(mine, id) && widgetOf(theirs, id)) expect(widgetOf(board, id)).toBeDefined();
      }
    }),
  );
});
