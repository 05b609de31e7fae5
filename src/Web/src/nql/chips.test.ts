import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hasValue, operators, parseChips, printChips, type Chip } from './chips';

const condition: fc.Arbitrary<Chip> = fc
  .record({
    kind: fc.constant('condition' as const),
    path: fc.string({ minLength: 1, unit: 'grapheme' }),
    type: fc.constantFrom('', 'float', 'string', 'stringSet', 'floatSeries', 'datetime'),
    aggregate: fc.constantFrom('', 'min', 'average'),
    operator: fc.constantFrom(...operators),
    value: fc.string({ unit: 'grapheme' }),
  })
  .filter(({ path }) => !path.includes('`'))
  .map((one) => (hasValue(one.operator) ? one : { ...one, value: '' }));
const raw: fc.Arbitrary<Chip> = fc
  .constantFrom(
    '`a`:int = 1 OR `b`:int = "2"',
    'NOT `a`:bool = true',
    '(x > 1) OR NOT (y = "(")',
    'not nql at all',
    '`open',
  )
  .map((text) => ({ kind: 'raw' as const, text }));

describe('the query builder', () => {
  it('reads back the parts that it prints', () => {
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 5 }), (chips) => {
        expect(parseChips(printChips(chips))).toEqual(chips);
      }),
    );
  });

  it('keeps what it cannot show as it is', () => {
    const kept = raw.filter((one) => one.kind === 'raw' && one.text !== '`open');
    fc.assert(
      fc.property(fc.array(fc.oneof(condition, kept), { maxLength: 5 }), (chips) => {
        expect(parseChips(printChips(chips))).toEqual(chips);
      }),
    );
  });

  it('never throws and never loses text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.array(raw, { maxLength: 3 }).map(printChips)), (text) => {
        const once = printChips(parseChips(text));
        expect(printChips(parseChips(once))).toBe(once);
      }),
    );
  });

  it.each([
    ['', []],
    [
      '(`lr`:float > 0.1) AND (`sys/tags`:stringSet CONTAINS "a \\"b\\"")',
      [
        { kind: 'condition', path: 'lr', type: 'float', aggregate: '', operator: '>', value: '0.1' },
        { kind: 'condition', path: 'sys/tags', type: 'stringSet', aggregate: '', operator: 'CONTAINS', value: 'a "b"' },
      ],
    ],
    [
      'min(`a`b`:floatSeries) not exists',
      [{ kind: 'condition', path: 'a`b', type: 'floatSeries', aggregate: 'min', operator: 'NOT EXISTS', value: '' }],
    ],
    [
      'a/b:string == x and c != y',
      [
        { kind: 'condition', path: 'a/b', type: 'string', aggregate: '', operator: '=', value: 'x' },
        { kind: 'condition', path: 'c', type: '', aggregate: '', operator: '!=', value: 'y' },
      ],
    ],
    ['a > 1 OR b > 1', [{ kind: 'raw', text: 'a > 1 OR b > 1' }]],
    [
      '(a > 1 OR b > 1) AND c = "AND"',
      [
        { kind: 'raw', text: 'a > 1 OR b > 1' },
        { kind: 'condition', path: 'c', type: '', aggregate: '', operator: '=', value: 'AND' },
      ],
    ],
    ['a > 1 AND', [{ kind: 'condition', path: 'a', type: '', aggregate: '', operator: '>', value: '1' }]],
  ] as const)('reads %s', (text, chips) => {
    expect(parseChips(text)).toEqual(chips);
  });
});
