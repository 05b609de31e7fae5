import fc from 'fast-check';
import { expect, it } from 'vitest';

import { emptyBoard, type Board } from './board';
import { diffBoards } from './diff';
import {
  addSection,
  addWidgets,
  moveToSection,
  removeSection,
  removeWidgets,
  setName,
  setWidget,
  type Edit,
} from './edit';
import { newWidget, withOptions } from './options';

const text = (id: string, name = id) => newWidget(id, 'text', {}, name);
const add = (id: string, section = '') => addWidgets(section, [{ dto: text(id), w: 24, h: 4 }]);
const made = (board: Board, ...edits: Edit[]) => edits.reduce((now, edit) => edit(now), board);
const section = { id: 's', type: 'section', name: 'Later' };
const first = made(emptyBoard, add('a'), add('b'), add('c'), addSection(section), add('d', 's'));
const found = (after: Board, before = first) =>
  diffBoards(before, after).sections.map(({ name, head, widgets }) => [
    name,
    head?.kind ?? null,
    widgets.map(({ id, kind, parts }) => [id, kind, ...parts].join(' ')),
  ]);

it('finds nothing where nothing changed', () => {
  expect(diffBoards(first, first)).toMatchObject({ parts: [], sections: [] });
});

it('tells by section what came, went and changed, and what of it', () => {
  const after = made(
    first,
    removeWidgets(new Set(['a'])),
    setWidget('b', withOptions(text('b', 'renamed'), { align: 'left' })),
    add('new', 's'),
  );
  expect(found(after)).toEqual([
    ['The top', null, ['b changed align name', 'a removed']],
    ['Later', null, ['new added']],
  ]);
});

it('takes what others push down for staying, and what changes its order or section for moving', () => {
  const at = (id: string, y: number) => ({ id, dto: text(id), cell: { x: 0, y, w: 24, h: 4 } });
  const top = (...ids: string[]): Board => ({
    ...first,
    sections: [{ id: '', head: null, widgets: ids.map((id, place) => at(id, place * 4)) }, ...first.sections.slice(1)],
  });
  expect(found(top('new', 'a', 'b', 'c'))).toEqual([['The top', null, ['new added']]]);
  expect(found(top('c', 'a', 'b'))).toEqual([['The top', null, ['c moved']]]);
  expect(found(made(first, moveToSection('a', 's')))).toEqual([['Later', null, ['a moved']]]);
});

it('tells of sections that came and went with their widgets', () => {
  expect(found(made(first, removeSection('s')))).toEqual([['Later', 'removed', ['d removed']]]);
  expect(found(first, made(first, removeSection('s')))).toEqual([['Later', 'added', ['d added']]]);
});

it('tells of the name and of the settings of all charts', () => {
  expect(diffBoards(first, setName('Other')(first)).parts).toEqual(['name']);
  // What programs keep for themselves is nobody's change.
  const saved = { ...first, rest: { ...first.rest, extra: { v: 1, key: 'k', settings: { yLog: true } } } };
  expect(diffBoards(first, saved).parts).toEqual(['settings']);
});

it('shows what went below what there is', () => {
  const { both, kinds } = diffBoards(first, made(first, removeWidgets(new Set(['a'])), removeSection('s')));
  expect(both.sections.map(({ id, widgets }) => [id, widgets.map((one) => one.id)])).toEqual([
    ['', ['b', 'c', 'a']],
    ['s', ['d']],
  ]);
  expect([...kinds]).toEqual([['a', 'removed'], ['d', 'removed']]);
});

it('has each widget of both versions once, whatever changed', () => {
  const ids = fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c', 'd', 'e', 'f'));
  const board = (of: readonly string[]) => made(emptyBoard, ...of.map((id) => add(id)));
  fc.assert(
    fc.property(ids, ids, (old, fresh) => {
      const { both, kinds } = diffBoards(board(old), board(fresh));
      const shown = both.sections.flatMap(({ widgets }) => widgets.map((one) => one.id));
      expect([...shown].sort()).toEqual([...new Set([...old, ...fresh])].sort());
      for (const id of shown) {
        const kind = kinds.get(id);
        if (!old.includes(id)) expect(kind).toBe('added');
        else if (!fresh.includes(id)) expect(kind).toBe('removed');
        else expect([undefined, 'moved']).toContain(kind);
      }
    }),
  );
});
