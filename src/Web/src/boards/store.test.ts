import { expect, it, vi } from 'vitest';

import { emptyBoard } from './board';
import { setName } from './edit';
import { EditedBoard } from './store';

it('undoes and redoes each edit', () => {
  const edited = new EditedBoard(emptyBoard);
  for (const name of ['a', 'b', 'c']) edited.edit(setName(name));
  edited.undo();
  edited.undo();
  expect(edited.board.name).toBe('a');
  edited.redo();
  expect(edited.board.name).toBe('b');
  edited.edit(setName('d'));
  edited.redo();
  expect(edited.board.name).toBe('d');
});

it('makes no step of what changes nothing', () => {
  const edited = new EditedBoard(emptyBoard);
  edited.edit(setName('a'));
  edited.edit(setName('a'));
  edited.undo();
  expect(edited.board.name).toBe('');
});

it('takes what is typed at once as one step', () => {
  const now = vi.spyOn(performance, 'now');
  const edited = new EditedBoard(emptyBoard);
  for (const [at, name] of [[0, 'L'], [300, 'Lo'], [900, 'Los'], [2500, 'Loss']] as const) {
    now.mockReturnValue(at);
    edited.edit(setName(name), 'name');
  }
  edited.undo();
  expect(edited.board.name).toBe('Los');
  edited.undo();
  expect(edited.board.name).toBe('');
  now.mockRestore();
});
