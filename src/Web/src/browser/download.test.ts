import { expect, it } from 'vitest';

import { csvLine, safeFileName } from './download';

it('quotes what a CSV reader would split', () => {
  expect(csvLine(['a,b', 'say "hi"', 1.5, null, true])).toBe('"a,b","say ""hi""",1.5,,true\r\n');
});

it('makes no formula of a name, and a number of a number', () => {
  expect(csvLine(['=1+1', -3])).toBe("'=1+1,-3\r\n");
});

it('makes file names that file systems take', () => {
  expect(safeFileName('a/b:c "d" \u202e.csv')).toBe('a_b_c _d_ _.csv');
});
