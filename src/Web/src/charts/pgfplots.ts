import { isRightLog } from '../model/axes';
import { thresholdName, type Threshold } from '../model/chart';
import type { ChartSettings } from '../model/chartSettings';
import type { Range } from '../model/range';
import type { StepMark } from '../model/stepMark';
import { yAxes } from './draw/axes';
import { bandLinesMax } from './draw/draw';
import { hasBand, hasRightAxis, sidesOf, xRange, type ChartLine } from './draw/scene';
import { xName, type Picture } from './picture';

/** Beyond this, TeX's usual memory may not do. */
const pointsMany = 20_000;
const legendMax = 40;

/** Where rows of a line lie, in the units that the figure writes. */
interface Along {
  of: (x: number) => number;
  label: string;
}

interface Drawn {
  along: Along;
  x: Range;
  /** Nothing reaches below it: on a logarithmic axis what is not above zero has no place. */
  least: number;
  withBand: boolean;
  isRange: boolean;
  withRaw: boolean;
}

/**
 * A figure of a chart for LaTeX: a document of its own that compiles as it is, with its points in it, and whose
 * `tikzpicture` can stand in a paper.
 */
export function chartTex(picture: Picture): string {
  const { title, lines, settings, zoom, yZoom, thresholds = [], marks = [], axes } = picture;
  const withBand = settings.band && lines.length <= bandLinesMax;
  const x = xRange(lines, zoom, settings.xLog);
  const levels = thresholds.map(({ value }) => value);
  const { left, right } = yAxes({ lines, x, settings, withBand, thresholds: levels, axes });
  const along = alongOf(settings, x);
  const isRange = settings.line === 'range';
  const leastOf = (range: Range, isLog: boolean) => (isLog ? range[0] : -Infinity);
  const y = yZoom ?? left;
  const least = leastOf(y, settings.yLog);
  const drawn: Drawn = { along, x, least, withBand, isRange, withRaw: settings.smoothing !== 'none' };
  const places = new Map(lines.map((line, at) => [line, at]));
  const common = [
    'width=12cm, height=7cm, scale only axis',
    `xmin=${number(along.of(x[0]))}, xmax=${number(along.of(x[1]))}`,
    ...(settings.xLog ? ['xmode=log'] : []),
    'unbounded coords=jump, clip marker paths=true, tick align=outside',
    'tick label style={font=\\footnotesize}, label style={font=\\small}',
  ];
  const yOf = (range: Range, isLog: boolean) => [
    `ymin=${number(range[0])}, ymax=${number(range[1])}`,
    ...(isLog ? ['ymode=log'] : []),
  ];
  const rightLines = lines.filter(({ isRight }) => isRight);
  const leftLines = lines.filter(({ isRight }) => !isRight);
  const names = lines.slice(0, legendMax).map((line) => {
    return `\\addlegendimage{${strokeOf(line, places.get(line)!)}}\n\\addlegendentry{${texOf(nameOf(line))}}`;
  });
  return [
    ...headOf(lines, title),
    '\\begin{tikzpicture}',
    '\\begin{axis}[',
    ...[
      ...common,
      ...yOf(y, settings.yLog),
      ...(hasRightAxis(lines) ? ['axis y line*=left'] : []),
      `title={${texOf(title)}}, xlabel={${texOf(along.label)}}`,
      'grid=major, grid style={black!12}',
      `legend cell align=left, legend style={at={(${right === null ? 1.02 : 1.14},1)}, anchor=north west}`,
      'legend style={font=\\footnotesize, draw=none}',
    ].map((option) => `  ${option},`),
    ']',
    ...thresholds.flatMap((threshold) => thresholdTex(threshold, drawn)),
    ...marks
      .filter(({ step }) => settings.x === 'step' && step >= x[0] && step <= x[1])
      .map((mark) => markTex(mark, y[0])),
    ...leftLines.flatMap((line) => lineTex(line, places.get(line)!, drawn)),
    ...names,
    '\\end{axis}',
    ...(right === null
      ? []
      : [
          '\\begin{axis}[',
          ...[
            ...common,
            ...yOf(right, isRightLog(settings, axes)),
            'axis y line*=right, axis x line=none',
          ].map((option) => `  ${option},`),
          ']',
          ...rightLines.flatMap((line) => {
            return lineTex(line, places.get(line)!, { ...drawn, least: leastOf(right, isRightLog(settings, axes)) });
          }),
          '\\end{axis}',
        ]),
    '\\end{tikzpicture}',
    '\\end{document}',
    '',
  ].join('\n');
}

function headOf(lines: readonly ChartLine[], title: string): string[] {
  const points = lines.reduce((sum, { columns }) => sum + columns.x.length, 0);
  const isPlain = [title, ...lines.map(nameOf)].every((text) => !/[^\u0000-\u024f]/.test(text));
  return [
    '% Compiles as it is. In a paper, take the tikzpicture and what stands before it from \\usepackage on.',
    ...(points > pointsMany ? [`% ${points} points: lualatex has the memory that pdflatex may lack.`] : []),
    ...(isPlain ? [] : ['% Names here have letters that pdflatex may not know: lualatex and xelatex do.']),
    '\\documentclass{article}',
    '\\usepackage[landscape, margin=1cm]{geometry}',
    '\\pagestyle{empty}',
    '\\usepackage{pgfplots}',
    '\\pgfplotsset{compat=1.16}',
    ...lines.map(({ color }, at) => `\\definecolor{line${at}}{HTML}{${color.slice(1, 7).toUpperCase()}}`),
    '\\begin{document}',
  ];
}

/** TeX's numbers have few digits: times count from the start, in a unit that leaves few. */
function alongOf(settings: ChartSettings, [from, to]: Range): Along {
  const label = xName({ ...settings, xLog: false });
  if (settings.x !== 'relative' && settings.x !== 'absolute') return { of: (x) => x, label };
  const units = [['seconds', 1000], ['minutes', 60_000], ['hours', 3_600_000], ['days', 86_400_000]] as const;
  const [unit, ms] = units.findLast(([, length]) => to - from > 2 * length) ?? units[0];
  const start = settings.x === 'absolute' ? from : 0;
  const since = settings.x === 'absolute' ? ` since ${new Date(from).toISOString().slice(0, 16)}Z` : '';
  return { of: (x) => (x - start) / ms, label: `${label} (${unit}${since})` };
}

/** Its rows within the picture, with one beyond each end: lines go on to the edge. */
function rowsOf({ columns }: ChartLine, [from, to]: Range): [number, number] {
  const { x, xTo } = columns;
  let first = 0;
  while (first < x.length && xTo[first]! < from) first++;
  let last = x.length;
  while (last > first && x[last - 1]! > to) last--;
  return [Math.max(0, first - 1), Math.min(x.length, last + 1)];
}

function lineTex(line: ChartLine, at: number, drawn: Drawn): string[] {
  const { columns, y, base, floor, plot, edges, alpha = 1 } = line;
  const { along, x, least, withBand, isRange, withRaw } = drawn;
  const [from, to] = rowsOf(line, x);
  const middle = (row: number) => along.of((columns.x[row]! + columns.xTo[row]!) / 2);
  const table = (values: Float64Array) =>
    tableOf(Array.from({ length: to - from }, (_, row) => [middle(from + row), values[from + row]!]));
  const out = [`% ${nameOf(line).replace(/[\r\n]/g, ' ')}`];
  const fill = (low: (row: number) => number, high: (row: number) => number, opacity: number) => {
    for (const [start, end] of stretches(from, to, (row) => Number.isFinite(low(row)) && Number.isFinite(high(row)))) {
      const rows = Array.from({ length: end - start }, (_, row) => start + row);
      const up = rows.map((row) => [middle(row), high(row)] as const);
      const down = rows.map((row) => [middle(row), Math.max(least, low(row))] as const).reverse();
      out.push(
        `\\addplot[draw=none, fill=line${at}, fill opacity=${opacity}, forget plot] ` +
          `${tableOf([...up, ...down])} -- cycle;`,
      );
    }
  };
  if (floor !== undefined) fill((row) => floor[row]!, (row) => y[row]!, 0.5);
  else if (plot === 'area') fill(() => 0, (row) => y[row]!, 0.13);
  if (edges !== undefined) {
    const points = ({ columns: of, y: values }: typeof edges.low) =>
      Array.from(of.x, (start, row) => [along.of((start + of.xTo[row]!) / 2), values[row]!] as const).filter(
        (point) => point.every(Number.isFinite),
      );
    const low = points(edges.low).map(([left, value]) => [left, Math.max(least, value)] as const);
    const both = [...points(edges.high), ...low.reverse()];
    out.push(`\\addplot[draw=none, fill=line${at}, fill opacity=0.16, forget plot] ${tableOf(both)} -- cycle;`);
  } else if (hasBand(line, withBand) || (isRange && floor === undefined)) {
    const { low, high } = sidesOf(line);
    fill((row) => low[row]!, (row) => high[row]!, isRange ? 0.5 : 0.16);
  }
  if (withRaw && floor === undefined && plot !== 'scatter') {
    out.push(`\\addplot[line${at}, opacity=0.28, line width=0.4pt, forget plot] ${table(base)};`);
  }
  const opacity = alpha < 1 ? `, opacity=${number(alpha)}` : '';
  const style = plot === 'scatter' ? `line${at}, only marks, mark=*, mark size=1pt` : strokeOf(line, at);
  out.push(`\\addplot[${style}${opacity}, forget plot] ${table(plot === 'scatter' ? base : y)};`);
  return out;
}

/** The rows that belong together: what is no number parts them. */
function* stretches(from: number, to: number, isThere: (row: number) => boolean): Generator<[number, number]> {
  for (let row = from; row < to; row++) {
    if (!isThere(row)) continue;
    const start = row;
    while (row < to && isThere(row)) row++;
    yield [start, row];
  }
}

function strokeOf({ dash, width, plot }: ChartLine, at: number): string {
  const pattern = dash.map((length, index) => `${index % 2 === 0 ? 'on' : 'off'} ${number(length)}pt`).join(' ');
  return [
    `line${at}`,
    `line width=${number(0.55 * (width ?? 1.5))}pt`,
    ...(pattern === '' ? [] : [`dash pattern=${pattern}`]),
    ...(plot === 'step' ? ['const plot'] : []),
  ].join(', ');
}

function thresholdTex(threshold: Threshold, { along, x }: Drawn): string[] {
  const value = number(threshold.value);
  const ends = x.map((end) => `(${number(along.of(end))},${value})`);
  return [
    `\\addplot[black!60, dashed, forget plot] coordinates {${ends.join(' ')}} ` +
      `node[pos=0.01, above right, font=\\footnotesize, inner sep=1pt] {${texOf(thresholdName(threshold))}};`,
  ];
}

/** What somebody said of a step: a line across the figure, with its words at the top. */
function markTex({ step, text }: StepMark, bottom: number): string {
  const foot = `axis cs:${number(step)},${number(bottom)}`;
  return (
    `\\draw[black!60, densely dotted] (${foot}) -- ({${foot}} |- {rel axis cs:0,1}) ` +
    `node[below right, font=\\footnotesize, inner sep=1pt] {${texOf(text)}};`
  );
}

function tableOf(points: readonly (readonly [number, number] | readonly number[])[]): string {
  const rows = points.map(([x, y]) => `${number(x!)} ${number(y!)}`);
  return `table[header=false] {\n${rows.join('\n')}\n}`;
}

function nameOf({ label, metric }: ChartLine): string {
  return metric === '' ? label : `${label} · ${metric}`;
}

/** As TeX reads it: what is no finite number is a gap. */
function number(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(9))) : 'nan';
}

const signs: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '·': '\\textperiodcentered{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '\\textquotedbl{}',
};

/** A text as LaTeX shows it, whatever it holds. */
export function texOf(text: string): string {
  const plain = text.replace(/[\u0000-\u001f\u007f]/g, ' ');
  return plain.replace(/[\\{}$&#%_^~·<>|"]/g, (sign) => signs[sign] ?? `\\${sign}`);
}
