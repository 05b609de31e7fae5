import { expect, it } from 'vitest';

import { legendLayout } from './legendPlace';

const small = { width: 330, height: 230 };
const large = { width: 900, height: 600 };

it('takes no room from the lines while it is over them', () => {
  expect(legendLayout('over', false, small, 5, [])).toEqual({ place: 'over', ...small, below: 0 });
});

it('is beside the lines where they keep enough room, else below them', () => {
  expect(legendLayout('right', false, large, 5, [])).toMatchObject({ place: 'right', width: 642, height: 600 });
  expect(legendLayout('right', false, small, 5, [])).toMatchObject({ place: 'below', width: 330 });
});

it('takes no more than it needs below, and never most of the chart', () => {
  const { below, height } = legendLayout('below', false, large, 4, []);
  expect(below).toBe(78);
  expect(height + below).toBe(600);
  expect(legendLayout('below', false, large, 300, []).below).toBe(270);
});

it('is beside a chart that fills the screen, unless it is put below', () => {
  expect(legendLayout('over', true, large, 5, []).place).toBe('right');
  expect(legendLayout('below', true, large, 5, []).place).toBe('below');
});
