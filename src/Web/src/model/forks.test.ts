import { describe, expect, it } from 'vitest';

import { sourceAt, type Fork } from './forks';

describe('the source of a point', () => {
  const forks = new Map<string, Fork>([
    ['c', { parent: 'b', step: 20 }],
    ['b', { parent: 'a', step: 10 }],
  ]);

  it('is the nearest ancestor that the step is not beyond; the fork step is the parent’s', () => {
    expect([5, 10, 10.5, 20, 21].map((step) => sourceAt('c', step, forks))).toEqual(['a', 'a', 'b', 'b', 'c']);
  });

  it('is found even where forks go round in a circle', () => {
    const circle = new Map<string, Fork>([['a', { parent: 'b', step: 9 }], ['b', { parent: 'a', step: 9 }]]);
    expect(['a', 'b']).toContain(sourceAt('a', 1, circle));
  });
});
