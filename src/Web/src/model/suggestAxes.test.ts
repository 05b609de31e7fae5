import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AttributeType } from './attribute';
import { sameField } from './field';
import type { Datum } from './scale';
import { suggestAxes, type Candidate } from './suggestAxes';

const one = (path: string, values: readonly Datum[], type: AttributeType = 'float'): Candidate => ({
  field: { path, type, aggregation: 'last' },
  values,
});

describe('suggested axes', () => {
  it('are a setting that differs, and the first result that does', () => {
    const results = [one('train/flat', [1, 1, 1], 'floatSeries'), one('train/loss', [3, 2, 1], 'floatSeries')];
    const settings = [
      one('config/seed', [1, 2, 3], 'int'),
      one('source_code/commit', ['a', 'b', 'c'], 'string'),
      one('config/beta', [0.9, 0.95, 0.9]),
      one('config/lr', [0.1, 0.2, 0.3]),
      one('config/optimizer', ['adamw', 'lion', 'adamw'], 'string'),
      one('config/rare', [null, null, 1]),
    ];
    const { x, y, axes } = suggestAxes(results, settings);
    expect(x?.path).toBe('config/lr');
    expect(y?.path).toBe('train/loss');
    expect(axes.map(({ path }) => path)).toEqual(['config/lr', 'config/beta', 'config/optimizer', 'train/loss']);
  });

  it('takes two results where no setting differs', () => {
    const { x, y } = suggestAxes([one('loss', [1, 2]), one('accuracy', [0.5, 0.6])], []);
    expect([y?.path, x?.path]).toEqual(['loss', 'accuracy']);
  });

  const path = fc.constantFrom('sys/id', 'sys/size', 'lr', 'seed', 'loss', 'a/b', 'runtime/host', 'long');
  const value = fc.oneof(fc.double(), fc.constantFrom<Datum>(null, 'x', 'y'));
  const candidates = fc.array(
    fc.tuple(path, fc.array(value, { minLength: 4, maxLength: 4 })).map(([name, values]) => one(name, values)),
    { maxLength: 8 },
  );

  it('are never of the machinery, never the same twice for x and y, and differ where any does', () => {
    fc.assert(
      fc.property(candidates, candidates, (results, settings) => {
        const { x, y, axes } = suggestAxes(results, settings);
        for (const field of [x, y, ...axes]) expect(field?.path ?? '').not.toMatch(/^(sys|runtime)\//);
        if (x !== null && y !== null) expect(sameField(x, y)).toBe(false);
        const numbersOf = (values: readonly Datum[]) => values.filter((each) => Number.isFinite(each));
        const anyVaries = results.some(
          ({ field, values }) =>
            !/^(sys|runtime)\//.test(field.path) &&
            values.every((each) => typeof each !== 'string') &&
            new Set(numbersOf(values)).size > 1,
        );
        const chosen = results.filter(({ field }) => y !== null && field.path === y.path);
        if (anyVaries) expect(chosen.some(({ values }) => new Set(numbersOf(values)).size > 1)).toBe(true);
      }),
    );
  });
});
