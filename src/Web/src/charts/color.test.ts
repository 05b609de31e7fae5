import { describe, expect, it } from 'vitest';

import { heatColor, oklch, runColor, withAlpha } from './color';

describe('runColor', () => {
  it('depends on nothing but the id and the scheme', () => {
    expect(runColor('LLM-7', 'light')).toBe(runColor('LLM-7', 'light'));
    expect(runColor('LLM-7', 'light')).not.toBe(runColor('LLM-7', 'dark'));
    expect(runColor('no number', 'dark')).toMatch(/^#[0-9a-f]{6}$/);
  });

  it('gives 27 runs in a row 27 colours', () => {
    expect(new Set(Array.from({ length: 27 }, (_, i) => runColor(`LLM-${i + 1}`, 'light'))).size).toBe(27);
  });
});

describe('oklch', () => {
  it('knows black, white and the middle', () => {
    expect(oklch(0, 0, 0)).toBe('#000000');
    expect(oklch(1, 0, 0)).toBe('#ffffff');
    expect(oklch(0.6279, 0.2577, 29.23)).toMatch(/^#ff00?0/);
  });
});

describe('heatColor', () => {
  it('stays in range', () => {
    expect(heatColor(-1, 'light')).toBe(heatColor(0, 'light'));
    expect(heatColor(2, 'dark')).toBe(heatColor(1, 'dark'));
  });
});

it('writes alpha as two digits', () => {
  expect(withAlpha('#123456', 0.1)).toBe('#1234561a');
});
