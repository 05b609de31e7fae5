import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { SmoothingKind } from '../../model/chartSettings';
import { smooth } from './smooth';

const kinds: SmoothingKind[] = ['ema', 'gaussian', 'sma', 'smaCentered'];
const line = fc
  .array(
    fc.record({
      gap: fc.double({ min: 0.001, max: 10, noNaN: true }),
      y: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((points) => {
    let at = 0;
    return { x: Float64Array.from(points, (p) => (at += p.gap)), y: Float64Array.from(points, (p) => p.y) };
  });
const window = fc.double({ min: 0.01, max: 100, noNaN: true });

describe.each(kinds)('smooth by %s', (kind) => {
  it('stays between the least and the greatest value', () => {
    fc.assert(
      fc.property(line, window, ({ x, y }, width) => {
        const low = Math.min(...y) - 1e-6;
        const high = Math.max(...y) + 1e-6;
        for (const value of smooth(x, y, { kind, window: width })) expect(value >= low && value <= high).toBe(true);
      }),
    );
  });

  it('leaves a level line level', () => {
    const x = Float64Array.from({ length: 50 }, (_, i) => i * i);
    const out = smooth(x, new Float64Array(50).fill(3), { kind, window: 20 });
    for (const value of out) expect(value).toBeCloseTo(3, 9);
  });

  it('keeps gaps, and lets nothing through them that is not a number', () => {
    const x = Float64Array.of(0, 1, 2, 3);
    const out = smooth(x, Float64Array.of(1, NaN, 3, 5), { kind, window: 4 });
    expect(out[1]).toBeNaN();
    expect([out[0], out[2], out[3]].every((value) => Number.isFinite(value))).toBe(true);
  });

  it('changes nothing with a window of nothing', () => {
    fc.assert(
      fc.property(line, ({ x, y }) => {
        expect(smooth(x, y, { kind, window: 0 })).toBe(y);
      }),
    );
  });
});

describe('smooth', () => {
  it.each(['ema', 'sma'] as const)('looks only back by %s', (kind) => {
    const x = Float64Array.from({ length: 20 }, (_, i) => i);
    const before = smooth(x, Float64Array.from(x, (at) => (at < 10 ? 0 : 1)), { kind, window: 8 }).slice(0, 10);
    expect([...before]).toEqual(new Array(10).fill(0));
  });

  it('averages what the window holds', () => {
    const x = Float64Array.of(0, 1, 2, 10);
    const y = Float64Array.of(1, 2, 6, 100);
    expect([...smooth(x, y, { kind: 'sma', window: 2 })]).toEqual([1, 1.5, 3, 100]);
    expect([...smooth(x, y, { kind: 'smaCentered', window: 2 })]).toEqual([1.5, 3, 4, 100]);
  });

  it('smooths dense and sparse samples of one curve alike', () => {
    const curve = (at: number) => Math.sin(at / 20);
    const dense = Float64Array.from({ length: 1001 }, (_, i) => i / 5);
    const sparse = Float64Array.from({ length: 201 }, (_, i) => i);
    for (const kind of kinds) {
      const a = smooth(dense, dense.map(curve), { kind, window: 30 });
      const b = smooth(sparse, sparse.map(curve), { kind, window: 30 });
      expect(Math.abs(a[500]! - b[100]!)).toBeLessThan(0.05);
    }
  });
});
