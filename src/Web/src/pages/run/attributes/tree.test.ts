import { describe, expect, it } from 'vitest';

import type { Attribute } from '../../../model/attribute';
import { treeRows } from './tree';

const float = (name: string): Attribute => ({ name, type: 'float', value: 1 });
const shown = (rows: ReturnType<typeof treeRows>) => rows.map((row) => `${' '.repeat(row.depth)}${row.name}`);

describe('treeRows', () => {
  const some = ['b', 'a/x', 'a/10', 'a/9', 'a/c/z', '//odd'].map(float);

  it('shows a small tree open, folders first, numbers in order', () => {
    expect(shown(treeRows(some, new Set(), false))).toEqual([
      '',
      ' ',
      '  odd',
      'a',
      ' c',
      '  z',
      ' 9',
      ' 10',
      ' x',
      'b',
    ]);
  });

  it('folds what was toggled', () => {
    expect(shown(treeRows(some, new Set(['a', '']), false))).toEqual(['', 'a', 'b']);
  });

  it('shows a large tree folded until it is filtered', () => {
    const many = Array.from({ length: 500 }, (_, i) => float(`layer/${i}`));
    expect(treeRows(many, new Set(), false)).toHaveLength(1);
    expect(treeRows(many, new Set(), true)).toHaveLength(501);
    expect(treeRows(many, new Set(['layer']), false)).toHaveLength(501);
  });

  it('opens a large tree on the way to what a link leads to', () => {
    const many = Array.from({ length: 500 }, (_, i) => float(`layer/${i % 10}/norm ${i}`));
    const rows = shown(treeRows(many, new Set(), false, 'layer/1/norm 21'));
    expect(rows.slice(0, 5)).toEqual(['layer', ' 0', ' 1', '  norm 1', '  norm 11']);
    expect(rows).toHaveLength(1 + 10 + 50);
    expect(treeRows(many, new Set(['layer']), false, 'layer/1/norm 21')).toHaveLength(1);
  });
});
