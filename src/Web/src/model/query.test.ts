import { describe, expect, it } from 'vitest';

import { all, idsQuery, nameQuery, quoteValue } from './query';

describe('NQL texts', () => {
  it('escapes what would end a value', () => {
    expect(quoteValue('a"b\\c')).toBe('"a\\"b\\\\c"');
  });

  it('puts parts together', () => {
    expect(all('', 'a', ' ')).toBe('a');
    expect(all('a', 'b')).toBe('(a) AND (b)');
    expect(idsQuery(['L-1'])).toBe('`sys/id`:string == "L-1"');
  });

  it('looks for a name in the experiment and in the run id', () => {
    expect(nameQuery(' ')).toBe('');
    expect(nameQuery('moe')).toBe('(`sys/name`:string MATCHES "moe") OR (`sys/custom_run_id`:string MATCHES "moe")');
    expect(nameQuery('a & !b')).toContain(') AND (NOT (');
  });
});
