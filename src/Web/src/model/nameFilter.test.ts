import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nameMatcher, parseExtendedRegex, printExtendedRegex, quoteRegex } from './nameFilter';

describe('parseExtendedRegex', () => {
  it('sees nothing to filter by in blank text', () => {
    expect(parseExtendedRegex('   ')).toBeNull();
    expect(parseExtendedRegex('!')).toBeNull();
  });

  it('reads AND tighter than OR, and NOT before a term', () => {
    expect(parseExtendedRegex('loss & !val | ^acc')).toEqual({
      mustMatchAny: [{ mustMatchRegexes: ['loss'], mustNotMatchRegexes: ['val'] }, { mustMatchRegexes: ['^acc'] }],
    });
  });

  it('leaves signs without white space around them to the regex', () => {
    expect(parseExtendedRegex('a|b&c')).toEqual({ mustMatchAny: [{ mustMatchRegexes: ['a|b&c'] }] });
  });

  it('reads back what it prints', () => {
    const pattern = fc.stringMatching(/^[a-z^$.*+()/_-]{1,8}$/);
    const alternative = fc
      .record({ must: fc.array(pattern, { maxLength: 3 }), not: fc.array(pattern, { maxLength: 3 }) })
      .filter((one) => one.must.length + one.not.length > 0)
      .map((one) => ({
        ...(one.must.length > 0 ? { mustMatchRegexes: one.must } : {}),
        ...(one.not.length > 0 ? { mustNotMatchRegexes: one.not } : {}),
      }));
    fc.assert(
      fc.property(fc.array(alternative, { minLength: 1, maxLength: 4 }), (mustMatchAny) => {
        expect(parseExtendedRegex(printExtendedRegex({ mustMatchAny }))).toEqual({ mustMatchAny });
      }),
    );
  });
});

describe('nameMatcher', () => {
  it('agrees with the parts', () => {
    const matches = nameMatcher('loss & !val | ^acc');
    expect(['train/loss', 'val/loss', 'acc', 'xacc'].map(matches)).toEqual([true, false, true, false]);
  });

  it('takes a pattern that is no regex as text', () => {
    expect(nameMatcher('loss (')('train/loss (raw)')).toBe(true);
  });
});

describe('quoteRegex', () => {
  it('makes a pattern of one term', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        const filter = parseExtendedRegex(`^${quoteRegex(name)}$`);
        expect(filter?.mustMatchAny).toHaveLength(1);
        expect(filter?.mustMatchAny[0]?.mustMatchRegexes).toHaveLength(1);
      }),
    );
  });
});
