import fc from 'fast-check';
import { expect, it } from 'vitest';

import { formula, pathOf } from './chart';
import {
  combinations,
  fillFormula,
  fillMarkdown,
  fillPath,
  fillRegex,
  fillText,
  readVariables,
  valuesOf,
} from './variables';

const of = (values: Record<string, string[]>) => new Map(Object.entries(values));

it('puts values into texts and paths, and leaves what is no variable', () => {
  const values = of({ layer: ['3', '4'], part: ['val'] });
  expect(fillText('Layer $(layer) of $(other)', values)).toBe('Layer 3, 4 of $(other)');
  expect(fillPath('layers/$(layer)/$(part)', values)).toBe('layers/3/val');
  expect(fillText('costs $5 (five)', values)).toBe('costs $5 (five)');
});

it('puts values into patterns letter by letter', () => {
  expect(fillRegex('^layers/$(layer)/', of({ layer: ['3'] }))).toBe('^layers/3/');
  expect(fillRegex('^$(name)$', of({ name: ['a.b', 'c|d'] }))).toBe('^(?:a\\.b|c\\|d)$');
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (value) =>
      new RegExp(`^${fillRegex('$(v)', of({ v: [value] }))}$`, 's').test(value),
    ),
  );
});

it('keeps names, patterns, texts and numbers of a formula apart', () => {
  const values = of({ layer: ['3'], odd: ['a}b$"'], scale: ['2.5'] });
  expect(fillFormula('$(scale) * ${layers/$(layer)/loss}', values)).toBe('2.5 * ${layers/3/loss}');
  expect(fillFormula('${$(odd)} + run("$(odd)")', values)).toBe('${a\\}b\\$"} + run("a}b$\\"")');
  expect(fillFormula('mean($~{^l/$(odd)/.*{2}$})', values)).toBe('mean($~{^l/a\\x7Db\\$"/.*{2}$})');
});

it('fills a path that was typed into the builder, which escapes it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (value) => {
      const filled = fillFormula(formula('a/$(v)/b'), of({ v: [value] }));
      expect(pathOf({ formula: filled })).toBe(`a/${value}/b`);
    }),
  );
});

it('makes no markup of a value, and a formula within braces', () => {
  const values = of({ v: ['*a*'], layer: ['3'] });
  expect(fillMarkdown('of $(v), `$(v)`: {{ run_min(${layers/$(layer)/loss}) }}', values)).toBe(
    'of \\*a\\*, `*a*`: {{ run_min(${layers/3/loss}) }}',
  );
});

it('takes what was chosen, then what the document says, then the first or all', () => {
  const [one, all] = readVariables([
    { name: 'one', kind: 'values', values: ['a', 'b'] },
    { name: 'all', kind: 'values', values: ['a', 'b'], multi: true },
  ]);
  expect(valuesOf(one!, undefined, ['a', 'b'])).toEqual(['a']);
  expect(valuesOf(all!, undefined, ['a', 'b'])).toEqual(['a', 'b']);
  expect(valuesOf({ ...one!, initial: ['b'] }, undefined, ['a', 'b'])).toEqual(['b']);
  expect(valuesOf(one!, ['c', 'd'], ['a', 'b'])).toEqual(['c']);
  expect(valuesOf(all!, ['c', 'd'], ['a', 'b'])).toEqual(['c', 'd']);
});

it('combines values up to a bound', () => {
  const values = of({ a: ['1', '2'], b: ['x', 'y', 'z'], none: [] });
  expect(combinations(['a', 'b', 'none', 'unknown'], values, 5)).toHaveLength(5);
  expect(combinations([], values, 5)).toEqual([new Map()]);
});

it('leaves out variables that are none', () => {
  const wrong = [{ name: '1', kind: 'values' }, { name: 'a' }];
  const said = [...wrong, { name: 'b', kind: 'text' }, { name: 'b', kind: 'values' }];
  expect(readVariables(said)).toMatchObject([{ name: 'b', kind: 'text' }]);
  expect(readVariables('x')).toEqual([]);
});
