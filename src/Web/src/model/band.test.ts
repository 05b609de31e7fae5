import { expect, it } from 'vitest';

import { combined, edgesOf, readBand } from './band';

it('reads the bands that it knows and leaves out what lacks a formula', () => {
  expect(readBand({ kind: 'none' })).toEqual({ kind: 'none' });
  expect(readBand({ kind: 'around', by: '${a}', more: 1 })).toEqual({ kind: 'around', by: '${a}' });
  expect(readBand({ kind: 'around', by: ' ' })).toBeUndefined();
  expect(readBand({ kind: 'between', low: '${a}', high: '${b}' })).toEqual({
    kind: 'between', low: '${a}', high: '${b}',
  });
  expect(readBand({ kind: 'between', low: '${a}' })).toBeUndefined();
  for (const odd of [undefined, null, 'minmax', 3, {}, { kind: 'wavy' }]) expect(readBand(odd)).toBeUndefined();
});

it('has the edges that its formulas say', () => {
  expect(edgesOf('${a}', undefined)).toBeNull();
  expect(edgesOf('${a}', { kind: 'minmax' })).toBeNull();
  expect(edgesOf('${a}', { kind: 'between', low: '1', high: '${b}' })).toEqual({ low: '1', high: '${b}' });
  expect(edgesOf('${a} + 1', { kind: 'around', by: '${s}' })).toEqual({
    low: '(${a} + 1) - (${s})',
    high: '(${a} + 1) + (${s})',
  });
});

it('takes names given by let along, and ends comments', () => {
  expect(combined('let f = 2; f * ${a}', '-', 'let g = 3; g')).toBe('let f = 2; let g = 3; (f * ${a}) - (g)');
  expect(combined('${a} # half; of it', '+', '1')).toBe('(${a} # half; of it\n) + (1)');
});

it('is not misled by signs within names and texts', () => {
  for (const text of ['${a;b#c}', '$~{^l/\\d{1,2};#$}', 'run("x;#y", ${a})', '${a\\};}']) {
    expect(combined(text, '-', '1')).toBe(`(${text}) - (1)`);
  }
});
