import fc from 'fast-check';
import { expect, it } from 'vitest';

import { hexOf } from './useColors';

const digit = fc.constantFrom(...'0123456789abcdefABCDEF');

it('reads every way to write a color in hexadecimal digits, without its transparency', () => {
  fc.assert(
    fc.property(fc.constantFrom(3, 4, 6, 8), fc.array(digit, { minLength: 8, maxLength: 8 }), (length, digits) => {
      const text = `#${digits.slice(0, length).join('')}`;
      const hex = hexOf(text)!;
      expect(hex).toMatch(/^#[0-9a-f]{6}$/);
      const each = length < 6 ? digits.slice(0, 3).flatMap((one) => [one, one]) : digits.slice(0, 6);
      expect(hex).toBe(`#${each.join('')}`.toLowerCase());
    }),
  );
});

it('knows what is no color', () => {
  expect(['#', '#12', '#xyzxyz'].map(hexOf)).toEqual([null, null, null]);
});
