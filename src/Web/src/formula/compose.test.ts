import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  againsts,
  combinings,
  emptyComposition,
  operations,
  printComposition,
  readComposition,
  smoothers,
  typedComposition,
  type Composition,
  type Operand,
} from './compose';

const metric = (path: string): Operand => ({ kind: 'metric', path });
const of = (part: Partial<Composition>) => printComposition({ ...emptyComposition, of: metric('val/loss'), ...part });

describe('choosing writes', () => {
  it.each([
    [{}, '${val/loss}'],
    [{ operation: '-', other: metric('train/loss') }, '${val/loss} - hold(${train/loss})'],
    [{ operation: '-' }, '${val/loss}'],
    [{ smoother: 'roll_mean', window: '500' }, 'roll_mean(${val/loss}, 500)'],
    [{ against: 'difference' }, '${val/loss} - baseline(${val/loss})'],
    [{ against: 'better' }, '100 * (1 - ${val/loss} / baseline(${val/loss}))'],
    [{ of: { kind: 'all', match: '^layers/', by: 'max' } }, 'max($~{^layers/})'],
    [{ smoother: 'ema', against: 'ratio' }, 'let y = ema(${val/loss}, 500); y / baseline(y)'],
    [{ of: metric('') }, ''],
  ] satisfies [Partial<Composition>, string][])('%j as %s', (part, text) => expect(of(part)).toBe(text));
});

const path = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => text.trim() === text);
const operand = fc.oneof(
  path.map(metric),
  fc.record({
    kind: fc.constant('all' as const),
    match: fc.constantFrom('^layers/\\d+/grad_norm$', 'a{2}', 'loss & !val', 'x) - y'),
    by: fc.constantFrom(...combinings),
  }),
);

it('is read back from what it writes', () => {
  const composition = fc.record({
    of: operand,
    operation: fc.constantFrom(...operations),
    other: operand,
    smoother: fc.constantFrom(...smoothers),
    window: fc.constantFrom('500', '10m', '0.5h', '100pt'),
    against: fc.constantFrom(...againsts),
  });
  fc.assert(
    fc.property(composition, (made) => {
      const text = typedComposition(made);
      const read = readComposition(text);
      expect(read === null ? null : typedComposition(read)).toBe(text);
    }),
    { numRuns: 500 },
  );
});

it('takes an empty box for nothing chosen, and what was written by hand for nothing that it knows', () => {
  expect(readComposition(' ')).toEqual(emptyComposition);
  expect(readComposition('val/loss')).toMatchObject({ of: metric('val/loss'), operation: 'none' });
  for (const text of ['${a} - ${b}', 'exp(${a})', '${a} - hold(${b}) + 1', '@mfu', 'let y = ${a}; y']) {
    expect(readComposition(text)).toBeNull();
  }
});
