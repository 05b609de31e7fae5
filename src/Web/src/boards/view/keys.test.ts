import { expect, it } from 'vitest';

import { emptyBoard, widgetOf } from '../board';
import { addWidgets } from '../edit';
import { newWidget } from '../options';
import { deedOf, focusOrder, placeText } from './keys';

const board = addWidgets('', ['a', 'b', 'c'].map((id) => ({ dto: newWidget(id, 'text'), w: 12, h: 4 })))(emptyBoard);
const ids = focusOrder(board);
const press = (key: string, state = {}, mods = {}) =>
  deedOf({ key, shiftKey: false, isMain: false, ...mods }, 'b', ids, { isEditing: true, isMoving: false, ...state });

it('goes through widgets in reading order', () => {
  expect(ids).toEqual(['a', 'b', 'c']);
  expect(press('ArrowRight')).toEqual({ kind: 'focus', id: 'c' });
  expect(press('ArrowUp')).toEqual({ kind: 'focus', id: 'a' });
  const down = { key: 'ArrowDown', shiftKey: false, isMain: false };
  expect(deedOf(down, 'c', ids, { isEditing: false, isMoving: false })).toBeNull();
});

it('moves and sizes only what is moving', () => {
  const cellAfter = (deed: ReturnType<typeof press>) =>
    deed?.kind === 'edit' ? widgetOf(deed.edit(board), 'b')!.cell : null;
  expect(cellAfter(press('ArrowLeft', { isMoving: true }))).toMatchObject({ x: 11 });
  expect(cellAfter(press('ArrowLeft', { isMoving: true }, { shiftKey: true }))).toMatchObject({ x: 12, w: 11 });
  expect(press('m')).toEqual({ kind: 'moving', isMoving: true });
  expect(press('Escape', { isMoving: true })).toEqual({ kind: 'moving', isMoving: false });
});

it('changes nothing where nobody edits', () => {
  const state = { isEditing: false };
  expect([press('Delete', state), press('m', state), press('x', state, { isMain: true })]).toEqual([null, null, null]);
  expect(press('Enter', state)).toEqual({ kind: 'full' });
  expect(press('c', state, { isMain: true })).toEqual({ kind: 'copy' });
});

it('has a neighbor of what is removed get the focus', () => {
  expect(press('Delete')).toMatchObject({ kind: 'edit', focus: 'c' });
});

it('says where a widget is', () => {
  expect(placeText(board, 'b', 'Loss')).toBe('Loss, column 13, row 1, 12 by 4');
});
