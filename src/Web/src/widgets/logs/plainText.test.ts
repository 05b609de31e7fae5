import { expect, it } from 'vitest';

import { plainText } from './plainText';

it('leaves what a terminal would', () => {
  expect(plainText('\u001b[1;32mok\u001b[0m done\n')).toBe('ok done');
  expect(plainText(' 10%\r 50%\r100%')).toBe('100%');
  expect(plainText('a\r\nb')).toBe('a\nb');
  expect(plainText('<b>not bold</b>')).toBe('<b>not bold</b>');
});
