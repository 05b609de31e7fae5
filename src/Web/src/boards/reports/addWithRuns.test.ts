import { expect, it } from 'vitest';

import { emptyBoard } from '../board';
import { newWidget } from '../options';
import { addWithRuns } from './addWithRuns';
import { readRuns } from './runGroups';

const widget = (id: string) => ({ dto: newWidget(id, 'line'), w: 8, h: 7 });

it('makes a section of the runs that a widget shows, and puts the next one with the same runs beside it', () => {
  const first = addWithRuns(widget('a'), ['L-1', 'L-2', 'L-1'])(emptyBoard);
  const second = addWithRuns(widget('b'), ['L-2', 'L-1'])(first);
  const third = addWithRuns(widget('c'), ['L-3'])(second);
  const shown = third.sections.map(({ head, widgets }) => [readRuns(head)?.names, widgets.map(({ id }) => id)]);
  expect(shown).toEqual([
    [undefined, []],
    [['L-1', 'L-2'], ['a', 'b']],
    [['L-3'], ['c']],
  ]);
});

it('does not take the runs that a query finds for the same', () => {
  const of = addWithRuns(widget('a'), [])(emptyBoard);
  expect(of.sections).toHaveLength(2);
  const again = addWithRuns(widget('b'), [])(of);
  expect(again.sections).toHaveLength(2);
});
