import { expect, it } from 'vitest';

import { gridRows, sectionsOf } from './sections';

const metric = (name: string) => ({ name, type: 'floatSeries' as const });

it('groups metrics by namespace in the order people count in', () => {
  const sections = sectionsOf(
    ['layer/10/norm', 'layer/10/grad', 'loss', 'layer/2/norm', 'layer/2/grad', 'loss'].map(metric),
  );
  expect(sections).toEqual([
    { name: '', ids: ['loss'] },
    { name: 'layer/2', ids: ['layer/2/grad', 'layer/2/norm'] },
    { name: 'layer/10', ids: ['layer/10/grad', 'layer/10/norm'] },
  ]);
});

it('puts lone metrics under the namespace above', () => {
  const sections = sectionsOf(['layer/0/attn/norm', 'layer/0/mlp/norm', 'layer/0/mlp/grad', 'a/b', 'c/d'].map(metric));
  expect(sections).toEqual([
    { name: 'a', ids: ['a/b'] },
    { name: 'c', ids: ['c/d'] },
    { name: 'layer/0', ids: ['layer/0/attn/norm'] },
    { name: 'layer/0/mlp', ids: ['layer/0/mlp/grad', 'layer/0/mlp/norm'] },
  ]);
});

const told = (rows: ReturnType<typeof gridRows>) =>
  rows.map((row) =>
    row.kind === 'charts'
      ? row.charts.map(({ id }) => id).join(' ')
      : row.heads.map(({ section, span, isFolded }) => `${section.name}:${isFolded ? 'folded' : span}`).join(' '),
  );

it('lays sections out in rows, without the charts of folded ones', () => {
  const sections = sectionsOf(['a/1', 'a/2', 'a/3', 'b/1'].map(metric));
  expect(told(gridRows(sections, 2, new Set(['b'])))).toEqual(['a:0', 'a/1 a/2', 'a/3', 'b:folded']);
});

it('puts sections that fill no row side by side', () => {
  const sections = sectionsOf(['a/1', 'b/1', 'b/2', 'c/1', 'd/1', 'd/2', 'd/3', 'd/4', 'd/5'].map(metric));
  expect(told(gridRows(sections, 4, new Set()))).toEqual([
    'a:1 b:2 c:1',
    'a/1 b/1 b/2 c/1',
    'd:0',
    'd/1 d/2 d/3 d/4',
    'd/5',
  ]);
});
