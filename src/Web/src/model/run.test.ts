import { expect, it } from 'vitest';

import { groupLabel, groupText } from './run';

it('calls the states of groups what people call them, and nothing else', () => {
  expect(groupLabel('idle', { type: 'experimentState' })).toBe('inactive');
  expect(groupLabel('running', { type: 'experimentState' })).toBe('running');
  expect(groupLabel('idle', { type: 'string' })).toBe('idle');
  expect(groupLabel(null, { type: 'experimentState' })).toBe('none');
});

it('keeps the value of the server for what is stored under it', () => {
  expect(groupText('idle')).toBe('idle');
  expect(groupText(['b', 'a'])).toBe('b, a');
});
