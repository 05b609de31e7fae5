import fc from 'fast-check';
import { expect, it } from 'vitest';

import { indented } from './indented';

it('indents JSON, and leaves each number as it was written', () => {
  expect(indented('{"seed":9007199254740993,"a":[1.0,{}],"b":"{:,"}')).toBe(
    '{\n  "seed": 9007199254740993,\n  "a": [\n    1.0,\n    {}\n  ],\n  "b": "{:,"\n}',
  );
  expect(indented('not JSON')).toBe('not JSON');
});

it('means the same JSON as before', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(JSON.stringify(JSON.parse(indented(text)))).toBe(text);
    }),
  );
});
