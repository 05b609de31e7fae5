import { expect, it } from 'vitest';

import { readStyles } from './ansi';

const told = (text: string) => readStyles(text).map(({ text: part, color, isBold }) => [part, color, isBold]);

it('gives text the colors of a terminal', () => {
  expect(told('a \u001b[31mred\u001b[0m b')).toEqual([
    ['a ', null, false],
    ['red', 1, false],
    [' b', null, false],
  ]);
  expect(told('\u001b[1;92mok\u001b[22m!\u001b[39m.')).toEqual([
    ['ok', 10, true],
    ['!', 10, false],
    ['.', null, false],
  ]);
  expect(told('\u001b[38;5;9mx\u001b[38;2;1;2;3my\u001b[m')).toEqual([
    ['x', 9, false],
    ['y', null, false],
  ]);
  expect(told('plain')).toEqual([['plain', null, false]]);
  expect(told('')).toEqual([]);
});
