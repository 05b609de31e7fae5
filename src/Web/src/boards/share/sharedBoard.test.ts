import { expect, test } from 'vitest';

import type { SharedSetDto } from '../../api/shared';
import type { Board } from '../board';
import { changedRuns, onlyWidget, scopesOf } from './sharedBoard';

const run = (id: string, changed: number) => ({ id, customId: id, label: id, changed });
const set = (section: string, at: number, ...runs: SharedSetDto['runs']): SharedSetDto => ({
  section,
  project: `shared/${at}`,
  runs,
  experiments: false,
});

test('a run that logged, or came, is told by the project of its section', () => {
  const before = [set('a', 0, run('R-1', 1), run('R-2', 1)), set('b', 1, run('R-1', 1))];
  const now = [set('a', 0, run('R-1', 1), run('R-2', 2), run('R-3', 1)), set('b', 1, run('R-1', 1))];
  expect(changedRuns(before, now)).toEqual(new Map([['shared/0', ['R-2', 'R-3']]]));
  expect(changedRuns(now, now)).toEqual(new Map());
});

test('sections of a report have their runs, and a dashboard has one set', () => {
  const { board, sections } = scopesOf([set('a', 0, run('R-1', 1))]);
  expect(board.runs).toEqual([]);
  expect(sections.get('a')?.runs).toEqual([{ id: 'R-1', label: 'R-1' }]);
  expect(scopesOf([set('', 0, run('R-1', 1))]).board.project).toBe('shared/0');
});

test('a widget alone fills the room and keeps the settings of its section', () => {
  const widget = { id: 'w', dto: { id: 'w', type: 'chart' }, cell: { x: 4, y: 9, w: 8, h: 7 } };
  const head = { id: 's', type: 'section', options: { settings: { yLog: true } } };
  const board: Board = {
    name: 'b',
    rest: { type: 'compare' },
    sections: [{ id: 's', head, widgets: [widget, { ...widget, id: 'other' }] }],
  };
  const alone = onlyWidget(board, 'w', 388)!;
  expect(alone.sections).toHaveLength(1);
  expect(alone.sections[0]).toMatchObject({ id: 's', head: null });
  expect(alone.sections[0]!.widgets).toMatchObject([
    { id: 'w', cell: { x: 0, y: 0, w: 24, h: 10 }, dto: { options: { settings: { yLog: true } } } },
  ]);
  expect(onlyWidget(board, 'none', 300)).toBeNull();
});
