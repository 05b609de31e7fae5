import { expect, it } from 'vitest';

import { noQuickFilters } from '../../../model/quickFilters';
import { queryError, wordEnd } from './queryError';

const view = { query: 'lr >', name: '', quick: noQuickFilters, archived: false, trash: false };

it('tells the place in the box, not in what was sent around it', () => {
  expect(queryError('The query is wrong at character 6: a value is missing', view)).toEqual({
    message: 'The query is wrong at character 5: a value is missing',
    position: 4,
    end: 5,
  });
});

it('tells no place outside of the box', () => {
  expect(queryError('Wrong at character 99: so', view)).toEqual({ message: 'Wrong: so', position: null });
  expect(queryError('Wrong', view)).toEqual({ message: 'Wrong', position: null });
});

it('tells the place of the word that is wrong, not that of its comparison', () => {
  const query = '`train/loss`:floatSeries > 2 AND `eval/loss`:floatSeries > AND';
  const error = queryError('The query is wrong at character 35: "AND" is not a number.', { ...view, query });
  expect(error.position).toBe(query.lastIndexOf('AND'));
  expect(error.message).toBe(`The query is wrong at character ${query.lastIndexOf('AND') + 1}: "AND" is not a number.`);
});

it('ends a word where it ends', () => {
  expect(wordEnd('lr > x AND y', 5)).toBe(6);
  expect(wordEnd('`a b`:float > 1', 0)).toBe(11);
  expect(wordEnd('a = "b c" AND', 4)).toBe(9);
  expect(wordEnd('a =', 3)).toBe(4);
});
