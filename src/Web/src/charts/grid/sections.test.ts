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

it('lays sections out in rows, without the charts of folded ones', () => {
  const sections = sectionsOf(['a/1', 'a/2', 'a/3', 'b/1'].map(metric));
  const rows = gridRows(sections, 2, new Set(['b']));
  expect(rows.map((row) => (row.kind === 'charts' ? row.ids.length : row.section.name))).toEqual(['a', 2, 1, 'b']);
});
