import { expect, it } from 'vitest';

import type { ChartLine } from '../draw/scene';
import { EndLabels } from './EndLabels';

const line = (label: string) => ({ label, metric: '', color: '#123456' }) as ChartLine;

it('isolates names of other directions, and writes them as text', () => {
  const over = document.createElement('div');
  new EndLabels(over).show([line('שלום'), line('<b>x</b>'), line('🚀 run')], 100, () => 50);
  const labels = [...over.querySelectorAll('bdi')];
  expect(labels.map(({ textContent }) => textContent)).toEqual(['שלום', '<b>x</b>', '🚀 run']);
  expect(over.querySelector('b')).toBeNull();
  expect(over.firstElementChild).toHaveAttribute('aria-hidden', 'true');
});

it('has no name for a line whose end is out of sight', () => {
  const over = document.createElement('div');
  new EndLabels(over).show([line('a'), line('b')], 100, ({ label }) => (label === 'a' ? null : 10));
  expect(over.textContent).toBe('b');
});
