import { expect, it } from 'vitest';

import { found } from './found';

const marked = (text: string, search: string) =>
  found(text, search).map(({ part, isFound }) => (isFound ? `[${part}]` : part)).join('');

it('marks what a search finds', () => {
  expect(marked('epoch 3: loss 0.5', 'LOSS')).toBe('epoch 3: [loss] 0.5');
  expect(marked('epoch 3: loss 0.5', 'loss & \\d+ & !x')).toBe('epoch [3]: [loss] [0].[5]');
  expect(marked('a', '!b')).toBe('a');
  expect(marked('a(', '(')).toBe('a(');
  expect(marked('abc', 'x*')).toBe('abc');
});
