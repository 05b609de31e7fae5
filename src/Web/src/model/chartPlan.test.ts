import { expect, it } from 'vitest';

import { planOf } from './chartPlan';

it('asks for what lines and the edges of their bands are, each once', () => {
  const plan = planOf([
    { formula: '${a}', band: { kind: 'around', by: '${s}' } },
    { formula: '${b}', band: { kind: 'between', low: '${a}', high: '${c}' } },
    { formula: '${a}', band: { kind: 'minmax' } },
  ]);
  expect(plan.formulas).toEqual(['${a}', '${b}', '(${a}) - (${s})', '(${a}) + (${s})', '${c}']);
  expect(plan.lines.map(({ at, band }) => [at, band])).toEqual([
    [0, { low: 2, high: 3 }],
    [1, { low: 0, high: 4 }],
    [0, null],
  ]);
});

it('asks for nothing where there are no lines', () => {
  expect(planOf([])).toEqual({ formulas: [], lines: [] });
});
