import { renderHook } from '@testing-library/react';
import { MantineProvider } from '@mantine/core';
import { expect, it } from 'vitest';

import type { Figures } from '../../data/useFigures';
import { noValueColor } from '../../model/color';
import type { Field } from '../../model/field';
import type { Datum } from '../../model/scale';
import { useRunColors } from './useRunColors';

const field: Field = { path: 'lr', type: 'float', aggregation: 'last' };
const runs = Array.from({ length: 30 }, (_, at) => ({ id: `L-${at + 1}`, label: '' }));

function colors(values: readonly Datum[], by: Field | null = field) {
  const figures: Figures = { of: () => [...values], isPending: false, error: null, retry: () => undefined };
  const wrapper = ({ children }: { children: React.ReactNode }) => (
    <MantineProvider env="test">{children}</MantineProvider>
  );
  return renderHook(() => useRunColors(runs, figures, by), { wrapper }).result.current;
}

it('gives what has no order colors that are apart, the same to the same value', () => {
  const { of } = colors(['adam', 'lion', 'adam', 'sgd']);
  expect(of(0)).toBe(of(2));
  expect(new Set([of(0), of(1), of(3)]).size).toBe(3);
});

it('gives numbers the shades of a scale, and gray to what has none', () => {
  const { of, at } = colors([1, 2, 3, null]);
  expect([of(0), of(1), of(2)]).toEqual([at(0), at(0.5), at(1)]);
  expect(of(3)).toBe(noValueColor('light'));
});

it('gives many values shades of a scale, too: so many hues look alike', () => {
  const { of, at } = colors(runs.map((_, index) => `v${String(index).padStart(2, '0')}`));
  expect(of(29)).toBe(at(1));
  expect(of(0)).toBe(at(0));
});

it('leaves runs their own colors where nothing colors them', () => {
  const { of } = colors([], null);
  expect(of(0)).not.toBe(of(1));
  expect(of(0)).toMatch(/^#[0-9a-f]{6}$/);
});
