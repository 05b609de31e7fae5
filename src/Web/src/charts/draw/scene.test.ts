import { describe, expect, it } from 'vitest';

import { defaultSettings } from '../../model/chartSettings';
import { buildLine, type LineData } from '../../model/lineData';
import { chartCsv, chartSvg } from '../export';
import { drawHighlighted, drawLines } from './draw';
import type { Scene } from './surface';
import { yAxes } from './axes';
import { curve, nearestLine, projection, xRange, yRange, type ChartLine } from './scene';
import { segmentsOf } from './segments';
import type { Range } from '../../model/range';
import { ticks } from '../../model/ticks';
import { escapeXml, SvgSurface } from './svg';

function columns(mean: readonly number[], spread = 0): LineData {
  return buildLine((name) => {
    if (['x', 'xTo', 'step', 'stepTo'].includes(name)) return Float64Array.from(mean, (_, i) => i);
    if (name === 'mean' || name === 'last') return Float64Array.from(mean);
    if (name === 'min') return Float64Array.from(mean, (y) => y - spread);
    if (name === 'max') return Float64Array.from(mean, (y) => y + spread);
    if (name === 'nan') return Float64Array.from(mean, (y) => (Number.isNaN(y) ? 1 : 0));
    return new Float64Array(mean.length);
  });
}

function line(mean: readonly number[], run = 'L-1', spread = 0): ChartLine {
  const own = columns(mean, spread);
  const { base, y } = curve(own, defaultSettings);
  return { run, label: run, metric: '', color: '#123456', dash: [], columns: own, base, y, inheritedTo: -Infinity };
}

describe('ranges', () => {
  it('span all points, and the band only when it is shown', () => {
    const lines = [line([0, 10], 'a', 5)];
    expect(xRange(lines, null, false)).toEqual([0, 1]);
    expect(yRange(lines, [0, 1], defaultSettings, false)).toEqual([-0.6, 10.6]);
    expect(yRange(lines, [0, 1], defaultSettings, true)[1]).toBeGreaterThan(15);
  });

  it('look only at what the zoom shows', () => {
    expect(yRange([line([0, 1, 100])], [0, 1], defaultSettings, false)[1]).toBeLessThan(2);
  });

  it('leave out what a log axis cannot show', () => {
    const settings = { ...defaultSettings, yLog: true };
    const [low, high] = yRange([line([-5, 0, 1, 100])], [0, 3], settings, true);
    expect(low).toBeGreaterThan(0.5);
    expect(high).toBeGreaterThan(100);
    expect(xRange([line([1, 2, 3])], null, true)).toEqual([1, 2]);
  });

  it('let a spike leave the chart when asked to', () => {
    const values = Array.from({ length: 200 }, (_, i) => (i === 100 ? 1e6 : i % 10));
    expect(yRange([line(values)], [0, 199], { ...defaultSettings, clip: true }, false)[1]).toBeLessThan(20);
  });

  it('are wide enough for one point and for none', () => {
    expect(xRange([line([5])], null, false)).toEqual([-0.5, 0.5]);
    expect(yRange([], [0, 1], defaultSettings, true)).toEqual([0, 1]);
  });
});

describe('drawLines', () => {
  const scene: Scene = {
    xOf: (x) => 50 * x,
    yOf: (y) => y,
    box: { left: 0, top: 0, width: 400, height: 100 },
    scale: 1,
    withBand: false,
    withRaw: false,
    isRange: false,
  };
  const dense: Scene = { ...scene, xOf: (x) => x };
  const drawn = (lines: ChartLine[], on: Scene = dense) => {
    const surface = new SvgSurface();
    drawLines(surface, on, lines);
    return surface.parts;
  };

  it('breaks the line at NaN and marks the place', () => {
    const parts = drawn([line([1, 2, NaN, 4, 5])]);
    expect(parts[0]).toContain('d="M0 1L1 2M3 4L4 5"');
    expect(parts).toHaveLength(2);
  });

  it('shows a point that stands alone', () => {
    expect(drawn([line([7])])[0]).toContain('M-2 7L2 7');
  });

  it('goes through both ends of each bucket, the nearer one first', () => {
    const parts = drawn([line([10, 10, 20], 'a', 1)], { ...dense, isRange: true });
    expect(parts[0]).toContain('d="M0 11L0 9L1 9L1 11L2 19L2 21"');
  });

  it('shows points that lie apart as dots', () => {
    expect(drawn([line([1, 2, 3])], scene)).toHaveLength(2);
    expect(drawn([line([1, 2, 3])], dense)).toHaveLength(1);
  });

  it('draws what a fork inherited thinner and fainter, up to where its own begins', () => {
    const parts = drawn([{ ...line([1, 2, 3, 4]), inheritedTo: 1 }]);
    expect(parts[0]).toContain('d="M0 1L1 2L2 3"');
    expect(parts[0]).toContain('stroke-opacity="0.5"');
    expect(parts[1]).toContain('d="M2 3L3 4"');
    expect(parts[1]).not.toContain('opacity');
  });

  it('tells metrics apart by their strokes', () => {
    expect(drawn([{ ...line([1, 2]), dash: [6, 3] }])[0]).toContain('stroke-dasharray="6 3"');
  });

  it('gives the highlighted line its band, however many lines there are', () => {
    const surface = new SvgSurface();
    drawHighlighted(surface, { ...dense, withBand: true }, [line([1, 2], 'a', 1)]);
    expect(surface.parts[0]).toContain('fill="#123456"');
    const many = Array.from({ length: 13 }, (_, i) => line([i, i], String(i), 1));
    expect(drawn(many, { ...dense, withBand: true }).join('')).not.toContain('fill="#123456"');
  });

  it('counts a bucket as inherited only if all of it is, and one without values as those before', () => {
    const of = (inheritedTo: number, stepTo: readonly number[]) => {
      const own = buildLine((name) => Float64Array.from(name === 'stepTo' ? stepTo : [0, 0, 0]));
      return segmentsOf({ ...line([1, 2, 3]), columns: own, inheritedTo }).map(({ kind, to }) => `${kind} ${to}`);
    };
    expect(of(3, [4, 9, 14])).toEqual(['own 3']);
    expect(of(4, [4, 9, 14])).toEqual(['inherited 1', 'own 3']);
    expect(of(100, [4, 9, 14])).toEqual(['inherited 3']);
    expect(of(4, [4, NaN, 14])).toEqual(['inherited 2', 'own 3']);
  });

  it('draws previews with a stroke of their own, from the last point that is there for good', () => {
    const known = line([1, 2, 3, 4]);
    const own = { ...known.columns, previews: Float64Array.from([0, 0, 1, 1]) };
    const parts = drawn([{ ...known, columns: own, dash: [6, 3] }]);
    expect(parts[0]).toContain('d="M0 1L1 2"');
    expect(parts[0]).toContain('stroke-dasharray="6 3"');
    expect(parts[1]).toContain('d="M1 2L2 3L3 4"');
    expect(parts[1]).toContain('stroke-dasharray="1.5 2.5"');
  });

  it('leaves previews that stand apart open', () => {
    const known = line([1, 2]);
    const parts = drawn([{ ...known, columns: { ...known.columns, previews: Float64Array.from([0, 1]) } }], scene);
    // Round, of eight corners, and of its line alone.
    expect(parts.at(-1)).toMatch(/^<path d="M[\d. ]+(L[\d. -]+){7}Z" fill="none"/);
  });
});

describe('pictures', () => {
  it('hold names as text', () => {
    const title = '<b>"loss"</b>';
    const svg = chartSvg({ title, lines: [line([1, 2])], settings: defaultSettings, zoom: null, yZoom: null });
    expect(svg).toContain('&lt;b&gt;&quot;loss&quot;&lt;/b&gt;');
    expect(escapeXml('a\u0000b')).toBe('a\ufffdb');
  });

  it('are tables too', () => {
    expect(chartCsv([line([1, NaN])], 'train/loss').split('\r\n')).toEqual([
      'run,metric,x,x_last,step,step_last,mean,last,smoothed,min,max,count,nan,pos_inf,neg_inf,previews,completion,std',
      'L-1,train/loss,0,0,0,0,1,1,1,1,1,0,0,0,0,0,,0',
      'L-1,train/loss,1,1,1,1,,,,,,0,1,0,0,0,,0',
      '',
    ]);
  });
});

it('puts ticks at round values', () => {
  expect(ticks([0, 10], false, 5)).toEqual([0, 2, 4, 6, 8, 10]);
  expect(ticks([0.5, 2000], true, 6)).toEqual([1, 10, 100, 1000]);
  expect(ticks([1.3, 40], true, 6)).toEqual([2, 5, 10, 20]);
  expect(ticks([28, 35], true, 5)).toEqual([28, 30, 32, 34]);
});

it('has an axis with length for any values', () => {
  const settings = { ...defaultSettings, band: false };
  for (const values of [
    [1e-300, 3e-300],
    [0.5, 0.5000000000000002],
    [5e-324, 5e-324],
    [-Number.MAX_VALUE, Number.MAX_VALUE],
  ]) {
    const [low, high] = yRange([line(values)], [0, 1], settings, false);
    expect(low).toBeLessThan(high);
    expect(Number.isFinite(high - low)).toBe(true);
    const places = values.map(projection([low, high], false, 0, 100));
    expect(places.every(Number.isFinite)).toBe(true);
  }
  const [least, most] = [1e-300, 3e-300].map(
    projection(yRange([line([1e-300, 3e-300])], [0, 1], settings, false), false, 0, 100),
  );
  expect(most! - least!).toBeGreaterThan(80);
});

it('finds the line under the pointer', () => {
  const lines = [line([1], 'a'), line([5], 'b')];
  expect(
    nearestLine(
      lines,
      () => 0,
      (_, y) => y,
      4,
      3,
    )?.line.run,
  ).toBe('b');
  expect(
    nearestLine(
      lines,
      () => 0,
      (_, y) => y,
      40,
      3,
    ),
  ).toBeNull();
  expect(projection([1, 100], true, 0, 10)(10)).toBeCloseTo(5);
});

describe('the axis on the right', () => {
  const right = { ...line([1000, 3000]), isRight: true };
  const of = { x: [0, 1] as Range, settings: defaultSettings, withBand: false, thresholds: [], axes: undefined };

  it('spans its own lines, and leaves the other one to the rest', () => {
    const axes = yAxes({ ...of, lines: [line([1, 2]), right] });
    expect(axes.left[1]).toBeLessThan(3);
    expect(axes.right![0]).toBeGreaterThan(500);
    expect(yAxes({ ...of, lines: [line([1, 2])] }).right).toBeNull();
  });

  it('has no thresholds: the left one has them in sight', () => {
    const axes = yAxes({ ...of, lines: [line([1, 2]), right], thresholds: [-7] });
    expect(axes.left[0]).toBeLessThan(-7);
    expect(axes.right![0]).toBeGreaterThan(500);
  });

  it('has a scale and limits of its own', () => {
    const low = { ...line([0.001, 3000]), isRight: true };
    const axes = { left: { from: 0 }, right: { scale: 'log' as const, to: 1e4 } };
    const { left, right: spanned } = yAxes({ ...of, lines: [line([1, 2]), low], axes });
    expect([left[0], spanned![1]]).toEqual([0, 1e4]);
    // A linear axis would be padded below zero.
    expect(spanned![0]).toBeGreaterThan(0);
    const picture = { title: 'both', settings: defaultSettings, zoom: null, yZoom: null };
    const svg = chartSvg({ ...picture, lines: [line([1, 2]), low], axes });
    for (const mark of ['0.1', '10']) expect(svg).toContain(`>${mark}</text>`);
  });

  it('has no room for a threshold that a logarithmic axis has no place for', () => {
    const settings = { ...defaultSettings, yLog: true };
    const axes = yAxes({ ...of, lines: [line([1, 2])], settings, thresholds: [-7] });
    expect(axes.left[0]).toBeGreaterThan(0);
  });
});

it('writes the axis on the right and the thresholds into pictures, names as text', () => {
  const svg = chartSvg({
    title: 'both',
    lines: [line([1, 2]), { ...line([1000, 3000]), isRight: true }],
    settings: defaultSettings,
    zoom: null,
    yZoom: null,
    thresholds: [{ value: 1.5, label: 'a < b' }],
  });
  expect(svg).toContain('>a &lt; b</text>');
  expect(svg).toContain('>2000</text>');
  expect(svg).toContain('stroke-dasharray="7 4"');
});
