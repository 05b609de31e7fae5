import { readFileSync } from 'node:fs';
import { join } from 'node:path';

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

  it('say which names these runs lack, and come last then', () => {
    const lacking = examplesOf(['a', 'b']);
    expect(lacking.every(({ lacks }) => lacks.length > 0)).toBe(true);
    const some = examplesOf(['val/loss', 'train/tokens'], ['config/n_params', 'lr']);
    const at = (label: string) => some.findIndex((one) => one.label === label);
    expect(some[at('Bits per byte')]!.lacks).toEqual(['config/bytes_per_token']);
    expect(some.slice(at('Perplexity')).some(({ lacks }) => lacks.length > 0)).toBe(true);
    expect(some.findLastIndex(({ lacks }) => lacks.length === 0)).toBe(
      some.findIndex(({ lacks }) => lacks.length > 0) - 1,
    );
    // What lies along x comes with the line.
    expect(some[at('val/loss over FLOPs')]).toEqual({
      label: 'val/loss over FLOPs',
      formula: '${val/loss}',
      x: '6 * ${config/n_params} * hold(${train/tokens})',
      lacks: [],
    });
  });

  it('have all that the page of formulas has', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../docs/formulas.md'), 'utf8');
    const table = page.slice(page.indexOf('## Formulas that people need'), page.indexOf('## Functions'));
    const needed = [...table.matchAll(/`([^`]+)`/g)].map(([, formula]) => formula!);
    expect(needed.length).toBeGreaterThan(19);
    const names = ['val/loss', 'train/loss', 'train/tokens', 'opt/update_norm', 'model/weight_norm', ...layers];
    const more = ['time/data', 'time/compute', 'gpu/0/utilization', 'gpu/1/utilization', 'gpu/2/utilization'];
    const configs = ['config/gpus', 'config/params', 'config/peak_flops', 'config/bytes_per_token'];
    const all = (['line', 'scalar'] as const).flatMap((kind) => examplesOf([...names, ...more], configs, kind));
    expect(all.flatMap(({ lacks }) => lacks)).toEqual([]);
    const made = new Set(all.flatMap(({ formula, x }) => (x === undefined ? formula : [formula, x])));
    // Families are made of the names that there are, so that their expressions are closed.
    const exact = (formula: string) =>
      formula
        .replace('$~{^layers/.*/grad_norm$}', '$~{^layers/\\d+/grad_norm$}')
        .replace('$~{gpu/\\d+/utilization}', '$~{^gpu/\\d+/utilization$}');
    for (const formula of needed) expect(made).toContain(exact(formula));
  });
});
