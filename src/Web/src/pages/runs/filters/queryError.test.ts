import { expect, it } from 'vitest';

import { noQuickFilters } from '../../../model/quickFilters';
import { queryError } from './queryError';

const view = { query: 'lr >', name: '', quick: noQuickFilters, archived: false, trash: false };

it('tells the place in the box, not in what was sent around it', () => {
  expect(queryError('The query is wrong at character 6: a value is missing', view)).toEqual({
    message: 'The query is wrong at character 5: a value is missing',
    position: 4,
  });
});

it('tells no place outside of the box', () => {
  expect(queryError('Wrong at character 99: so', view)).toEqual({ message: 'Wrong: so', position: null });
  expect(queryError('Wrong', view)).toEqual({ message: 'Wrong', position: null });
});
