import { describe, expect, it } from 'vitest';

import { examplesOf } from './examples';
import { familiesOf } from './families';

const layers = Array.from({ length: 4 }, (_, layer) => `layers/${layer}/grad_norm`);

describe('families of metrics', () => {
  it('are names that differ in their numbers alone, those with the most members first', () => {
    const families = familiesOf(['gpu/0/util', 'gpu/1/util', 'gpu/2/util', ...layers, 'loss']);
    expect(families.map(({ name, members }) => [name, members])).toEqual([
      ['layers/#/grad_norm', 4],
      ['gpu/#/util', 3],
    ]);
  });

  it('match their members and nothing else, whatever signs the names hold', () => {
    const names = [0, 1, 2].map((at) => `a.b (x+y)/${at}!`);
    const regex = new RegExp(familiesOf(names)[0]!.regex.replace(/\\x\{(\w+)\}/g, '\\u{$1}'), 'u');
    expect(names.every((name) => regex.test(name))).toBe(true);
    expect(regex.test('aXb (x+y)/0!')).toBe(false);
    expect(regex.test('a.b (x+y)/0!/more')).toBe(false);
  });

  it('are not made of two names, or of names with a # of their own', () => {
    expect(familiesOf(['h/1', 'h/2', 'c#/1', 'c#/2', 'c#/3'])).toEqual([]);
  });
});

describe('examples', () => {
  it('are written with the names that there are', () => {
    const formulas = examplesOf(['train/loss', 'val/loss', 'train/tokens', ...layers]).map(({ formula }) => formula);
    expect(formulas).toContain('${val/loss} - hold(${train/loss})');
    expect(formulas).toContain('exp(${val/loss})');
    expect(formulas).toContain('rate(${train/tokens})');
    expect(formulas).toContain('max($~{^layers/\\d+/grad_norm$}) / median($~{^layers/\\d+/grad_norm$})');
  });

  it('escape what formulas would read otherwise', () => {
    expect(examplesOf(['a{0}/loss']).map(({ formula }) => formula)).toContain('exp(${a\\{0\\}/loss})');
  });

  it('are none where nothing fits', () => {
    expect(examplesOf(['a', 'b'])).toEqual([]);
  });
});
