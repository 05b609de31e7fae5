import { describe, expect, it } from 'vitest';

import { heatColor, noValueColor, oklch, runColor, withAlpha } from './color';

describe('runColor', () => {
  it('depends on nothing but the id and the scheme', () => {
    expect(runColor('LLM-7', 'light')).toBe(runColor('LLM-7', 'light'));
    expect(runColor('LLM-7', 'light')).not.toBe(runColor('LLM-7', 'dark'));
    expect(runColor('no number', 'dark')).toMatch(/^#[0-9a-f]{6}$/);
  });

  it('gives 27 runs in a row 27 colors', () => {
    expect(new Set(Array.from({ length: 27 }, (_, i) => runColor(`LLM-${i + 1}`, 'light'))).size).toBe(27);
  });
});

/** How people see colors who lack one kind of cones: Machado, Oliveira, Fernandes (2009), severity 1, linear RGB. */
const visions: Record<string, readonly (readonly [number, number, number])[]> = {
  full: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

/** The place of a color in OKLab, as seen. */
function seen(color: string, vision: string): number[] {
  const linear = [1, 3, 5].map((at) => {
    const value = parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const [r, g, b] = visions[vision]!.map((row) =>
    Math.max(0, row[0] * linear[0]! + row[1] * linear[1]! + row[2] * linear[2]!),
  );
  const l = Math.cbrt(0.4122214708 * r! + 0.5363325363 * g! + 0.0514459929 * b!);
  const m = Math.cbrt(0.2119034982 * r! + 0.6806995451 * g! + 0.1073969566 * b!);
  const s = Math.cbrt(0.0883024619 * r! + 0.2817188376 * g! + 0.6299787005 * b!);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function apart(a: string, b: string, vision: string): number {
  const other = seen(b, vision);
  return Math.hypot(...seen(a, vision).map((value, axis) => value - other[axis]!));
}

it('has one hue on all grounds, so that people can talk about the blue line', () => {
  const hue = (color: string) => {
    const [, a, b] = seen(color, 'full');
    return (Math.atan2(b!, a!) * 180) / Math.PI;
  };
  for (let i = 1; i <= 54; i++) {
    const turn = hue(runColor(`LLM-${i}`, 'light')) - hue(runColor(`LLM-${i}`, 'dark'));
    expect(Math.abs(((turn + 540) % 360) - 180)).toBeLessThan(3);
  }
});

describe.each(['light', 'dark'] as const)('colors on %s', (scheme) => {
  const colors = Array.from({ length: 54 }, (_, i) => runColor(`LLM-${i + 1}`, scheme));
  const least = (vision: string, within: number) =>
    Math.min(
      ...colors.flatMap((one, at) => colors.slice(at + 1, at + within).map((other) => apart(one, other, vision))),
    );

  it('of runs that follow one another stay apart, for people with all cones and with fewer', () => {
    expect(least('full', 6)).toBeGreaterThan(0.11);
    for (const vision of ['protan', 'deutan', 'tritan']) expect(least(vision, 6)).toBeGreaterThan(0.01);
  });

  it('of the first 18 runs are told apart by whoever lacks a kind of cones, but for few', () => {
    const first = colors.slice(0, 18);
    for (const vision of ['protan', 'deutan', 'tritan']) {
      const close = first.flatMap((one, at) => first.slice(at + 1).filter((other) => apart(one, other, vision) < 0.02));
      expect(close.length).toBeLessThanOrEqual(8);
    }
  });

  it('do not come back within 18 runs', () => {
    expect(least('full', 18)).toBeGreaterThan(0.075);
  });
});

/** The contrast of a color with a ground, as WCAG reckons it. */
function contrast(color: string, ground: string): number {
  const luminance = (one: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const value = parseInt(one.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const [one, other] = [luminance(color), luminance(ground)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

it.each([
  // A third of the lines is light, so that neighbors differ in lightness, too.
  { scheme: 'light', ground: '#ffffff', least: 2.2, chroma: 0.14 },
  { scheme: 'dark', ground: '#171b22', least: 4.5, chroma: 0.12 },
] as const)('has strong colors that stand out from $scheme grounds', ({ scheme, ground, least, chroma }) => {
  const colors = Array.from({ length: 54 }, (_, i) => runColor(`LLM-${i + 1}`, scheme));
  const chromas = colors.map((color) => {
    const [, a, b] = seen(color, 'full');
    return Math.hypot(a!, b!);
  });
  expect(chromas.reduce((sum, one) => sum + one, 0) / chromas.length).toBeGreaterThan(chroma);
  expect(Math.min(...colors.map((color) => contrast(color, ground)))).toBeGreaterThan(least);
  expect(contrast(noValueColor(scheme), ground)).toBeGreaterThan(2);
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
