import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { defaultSettings } from '../model/chartSettings';
import { buildLine } from '../model/lineData';
import type { ChartLine } from './draw/scene';
import { chartTex, texOf } from './pgfplots';

function line(values: readonly number[], more: Partial<ChartLine> = {}): ChartLine {
  const columns = buildLine((name) => {
    if (['x', 'xTo', 'step', 'stepTo'].includes(name)) return Float64Array.from(values, (_, at) => at);
    if (name === 'min') return Float64Array.from(values, (y) => y - 1);
    if (name === 'max') return Float64Array.from(values, (y) => y + 1);
    return Float64Array.from(values);
  });
  const y = Float64Array.from(values);
  const label = 'run_1 & 50% {x}';
  const own = { columns, base: y, y, inheritedTo: -Infinity };
  return { run: 'L-1', label, metric: '', color: '#12ab56', dash: [], ...own, ...more };
}

const picture = { title: 'train/loss_#1', settings: { ...defaultSettings, band: true }, zoom: null, yZoom: null };

const everything = chartTex({
  ...picture,
  settings: { ...picture.settings, yLog: true, smoothing: 'ema', window: 3 },
  lines: [
    line([3, 2, NaN, 1, 0.5]),
    line([1, 2, 3, 4, 5], { plot: 'area', dash: [4, 3] }),
    line([1, 2, 3, 4, 5], { plot: 'scatter' }),
    line([1, 2, 3, 4, 5], { plot: 'step', width: 3 }),
    line([2, 4, 6, 8, 10], { floor: Float64Array.from([1, 2, 3, 4, 5]) }),
    line([1e-3, 1e6, 1e9, 2e9, 3e9], { isRight: true }),
  ],
  thresholds: [{ value: 1.5, label: 'goal_^' }],
  marks: [{ step: 2, text: 'lr lowered_1', color: '#123456' }] as never,
});

/** Where the program is not installed, there is nothing to try the file with. */
const hasTex = () => {
  try {
    execFileSync('kpsewhich', ['pgfplots.sty'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

describe('a figure for LaTeX', () => {
  it('has the points of each line, its color and its name', () => {
    const tex = chartTex({ ...picture, lines: [line([3, 2, 1])] });
    expect(tex).toContain('\\definecolor{line0}{HTML}{12AB56}');
    expect(tex).toContain('\n0 3\n1 2\n2 1\n};');
    expect(tex).toContain('\\addlegendentry{run\\_1 \\& 50\\% \\{x\\}}');
    expect(tex).toContain('title={train/loss\\_\\#1}, xlabel={step}');
  });

  it('fills the band up along the greatest values and back along the least', () => {
    const tex = chartTex({ ...picture, lines: [line([3, 2])] });
    expect(tex).toContain('{\n0 4\n1 3\n1 1\n0 2\n} -- cycle;');
    const without = chartTex({ ...picture, settings: { ...defaultSettings, band: false }, lines: [line([3, 2])] });
    expect(without).not.toContain('-- cycle');
  });

  it('has no band below a logarithmic axis, and gaps where there are no numbers', () => {
    expect(everything).toContain('ymode=log');
    expect(everything).toContain('{lr lowered\\_1};');
    expect(everything).toContain('\n2 nan\n');
    const least = Number(/ymin=([^,]+)/.exec(everything)![1]);
    expect(least).toBeGreaterThan(0);
    const [left] = everything.split('\\end{axis}');
    for (const band of left!.matchAll(/fill=line.*\{\n([^}]*)\} -- cycle/g)) {
      for (const row of band[1]!.trim().split('\n')) expect(Number(row.split(' ')[1])).toBeGreaterThan(0);
    }
  });

  it('draws lines of the axis on the right over another axis', () => {
    const [, right = ''] = everything.split('\\end{axis}');
    expect(right).toContain('axis y line*=right');
    expect(right).toContain('\n4 3000000000\n');
  });

  it('counts time in a unit with few digits', () => {
    const hour = 3_600_000;
    const columns = buildLine((name) => Float64Array.from([1e12, 1e12 + 5 * hour], (x) => (name[0] === 'x' ? x : 1)));
    const settings = { ...picture.settings, x: 'absolute' as const };
    const tex = chartTex({ ...picture, settings, lines: [{ ...line([1, 1]), columns }] });
    expect(tex).toContain('xlabel={time (hours since 2001-09-09T01:46Z)}');
    expect(tex).toContain('xmin=0, xmax=5');
  });

  it('shows any text as it is', () => {
    expect(texOf('\\input{/etc/passwd} ~^$#_&%')).toBe(
      '\\textbackslash{}input\\{/etc/passwd\\} \\textasciitilde{}\\textasciicircum{}\\$\\#\\_\\&\\%',
    );
  });

  it.runIf(hasTex())('compiles', { timeout: 120_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'figure-'));
    try {
      writeFileSync(join(folder, 'figure.tex'), everything);
      const arguments_ = ['-interaction=nonstopmode', '-halt-on-error', '-no-shell-escape', 'figure.tex'];
      const log = execFileSync('pdflatex', arguments_, { cwd: folder, encoding: 'utf8' });
      expect(log).toContain('Output written on figure.pdf (1 page');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
