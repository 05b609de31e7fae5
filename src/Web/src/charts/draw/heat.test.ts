import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { heatGrid } from './heat';

const histogram = (edges: number[], values: number[], type: 'COUNTING' | 'DENSITY' = 'COUNTING') => ({
  type,
  edges,
  values,
});

describe('heatGrid', () => {
  it('keeps a histogram until the next one comes', () => {
    const grid = heatGrid(
      [
        { step: 0, histogram: histogram([0, 1, 2], [1, 0]) },
        { step: 10, histogram: histogram([0, 1, 2], [0, 1]) },
      ],
      4,
      2,
    );
    expect([...grid.cells]).toEqual([1, 0, 1, 0, 1, 0, 1, 0]);
    expect(grid).toMatchObject({ low: 0, high: 2, top: 1 });
  });

  it('spreads a wide bin over its rows and weighs densities by width', () => {
    const grid = heatGrid([{ step: 0, histogram: histogram([0, 2, 3], [1, 2], 'DENSITY') }], 1, 3);
    expect([...grid.cells]).toEqual([0.25, 0.25, 0.5]);
  });

  it('holds all of a histogram in each column', () => {
    const one = fc
      .tuple(
        fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 9 }),
        fc.infiniteStream(fc.nat(9)),
      )
      .map(([edges, values]) =>
        histogram(
          edges.sort((a, b) => a - b),
          [...edges.slice(1)].map(() => values.next().value as number),
        ),
      );
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 5 }), (all) => {
        const grid = heatGrid(
          all.map((each, step) => ({ step, histogram: each })),
          7,
          11,
        );
        for (let column = 0; column < 7; column++) {
          const sum = grid.cells.slice(column * 11, column * 11 + 11).reduce((a, b) => a + b, 0);
          expect(sum < 1e-9 || Math.abs(sum - 1) < 1e-9).toBe(true);
        }
      }),
    );
  });

  it('shows nothing of nothing', () => {
    expect(heatGrid([], 2, 2).top).toBe(0);
  });
});
