import { expect, it } from 'vitest';

import { legendLayout, legendMin, printLegendSizes, readLegendSizes } from './legendPlace';

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

it('is as large as it was made, within what leaves the lines room', () => {
  const right = (width: number) => legendLayout('right', false, large, 5, [], { right: width, below: null });
  expect(right(300)).toMatchObject({ place: 'right', width: 600 });
  expect(right(20).width).toBe(900 - legendMin.right);
  expect(right(5000)).toMatchObject({ place: 'right', width: 240 });
  const below = (height: number) => legendLayout('below', false, large, 5, [], { right: null, below: height });
  expect(below(200)).toMatchObject({ below: 200, height: 400 });
  expect(below(1).below).toBe(legendMin.below);
  expect(below(5000)).toMatchObject({ below: 510, height: 90 });
});

it('keeps its sizes in a text', () => {
  for (const sizes of [{ right: 300, below: null }, { right: null, below: 80 }, { right: 1, below: 2 }]) {
    expect(readLegendSizes(printLegendSizes(sizes))).toEqual(sizes);
  }
  expect(readLegendSizes(null)).toEqual({ right: null, below: null });
  expect(readLegendSizes('-4 x')).toEqual({ right: null, below: null });
});
