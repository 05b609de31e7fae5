import { csvLine, download } from '../browser/download';
import { pngOf } from '../browser/png';
import { isRightLog, type AxesSpec } from '../model/axes';
import { formulaLabel, type Threshold } from '../model/chart';
import type { ChartSettings, XMode } from '../model/chartSettings';
import { formatMomentExact, formatShort } from '../model/format';
import type { Range } from '../model/range';
import type { StepMark } from '../model/stepMark';
import { ticks } from '../model/ticks';
import { axisNotation, yAxes } from './draw/axes';
import { bandLinesMax, drawLines, drawThresholds } from './draw/draw';
import { projection, xRange, type ChartLine } from './draw/scene';
import { svgDocument, SvgSurface } from './draw/svg';
import { durationTicks, formatSpan } from './plot/durations';

export function formatX(mode: XMode): (value: number) => string {
  return { step: formatShort, relative: formatSpan, absolute: formatMomentExact, metric: formatShort }[mode];
}

/**
 * A line of a file for each bucket of each run.
 *
 * @param title names the metric of a chart that has only one.
 */
export function chartCsv(lines: readonly ChartLine[], title: string): string {
  const head = csvLine([
    'run',
    'metric',
    'x',
    'x_last',
    'step',
    'step_last',
    'mean',
    'last',
    'smoothed',
    'min',
    'max',
    'count',
    'nan',
    'pos_inf',
    'neg_inf',
    'previews',
    'completion',
    'std',
  ]);
  const rows = lines.flatMap(({ label, metric, columns, y, own }) =>
    Array.from(columns.x, (x, row) =>
      csvLine([
        label,
        metric === '' ? title : metric,
        x,
        columns.xTo[row]!,
        finite(columns.step[row]!),
        finite(columns.stepTo[row]!),
        finite(columns.mean[row]!),
        finite(columns.last[row]!),
        finite((own ?? y)[row]!),
        finite(columns.min[row]!),
        finite(columns.max[row]!),
        columns.count[row]!,
        columns.nan[row]!,
        columns.posInf[row]!,
        columns.negInf[row]!,
        columns.previews[row]!,
        columns.previews[row]! > 0 ? columns.completion[row]! : null,
        finite(columns.std[row]!),
      ]),
    ),
  );
  return head + rows.join('');
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

export interface Picture {
  title: string;
  lines: readonly ChartLine[];
  settings: ChartSettings;
  zoom: Range | null;
  yZoom: Range | null;
  thresholds?: readonly Threshold[] | undefined;
  marks?: readonly StepMark[] | undefined;
  axes?: AxesSpec | undefined;
}

const width = 960;
const height = 460;
const legendMax = 40;
const xTicksMax = 8;

/** @param now the moment that the picture says it was made at. */
export function chartSvg(picture: Picture, now = new Date()): string {
  const { title, lines, settings, zoom, yZoom, thresholds = [], marks = [], axes } = picture;
  const isLogRight = isRightLog(settings, axes);
  const withBand = settings.band && lines.length <= bandLinesMax;
  const x = xRange(lines, zoom, settings.xLog);
  const levels = thresholds.map(({ value }) => value);
  const { left, right } = yAxes({ lines, x, settings, withBand, thresholds: levels, axes });
  const y = yZoom ?? left;
  const box = { left: 64, top: 30, width: width - (right === null ? 84 : 128), height: height - 84 };
  const xOf = projection(x, settings.xLog, box.left, box.width);
  const yOf = projection(y, settings.yLog, box.top + box.height, -box.height);
  const isTime = settings.x === 'relative' || settings.x === 'absolute';
  const yRightOf = right === null ? null : projection(right, isLogRight, box.top + box.height, -box.height);
  const surface = new SvgSurface();
  const scene = {
    xOf,
    yOf,
    ...(yRightOf === null ? {} : { yRightOf }),
    box,
    scale: 1,
    withBand,
    withRaw: settings.smoothing !== 'none',
    isRange: settings.line === 'range',
  };
  drawThresholds(surface, scene, levels, '#4d5665');
  drawLines(surface, scene, lines);
  return svgDocument({
    title,
    legend: lines.slice(0, legendMax).map(({ label, metric, color, dash }) => ({
      label: metric === '' ? label : `${label} · ${metric}`,
      color,
      dash,
    })),
    y,
    notation: axisNotation(lines, false),
    right:
      right === null || yRightOf === null
        ? null
        : { range: right, isLog: isLogRight, yOf: yRightOf, notation: axisNotation(lines, true) },
    thresholds,
    marks: marks.filter(({ step }) => settings.x === 'step' && step >= x[0] && step <= x[1]),
    yLog: settings.yLog,
    xOf,
    yOf,
    xTicks: isTime && !settings.xLog ? durationTicks(x, xTicksMax) : ticks(x, settings.xLog, xTicksMax),
    formatX: formatX(settings.x),
    xName: xName(settings),
    note: noteOf(settings, now),
    box,
    width,
    height,
    parts: surface.parts,
  });
}

function xName({ x, xMetric, xLog }: ChartSettings): string {
  const name = {
    step: 'step',
    relative: 'time since the start',
    absolute: 'time',
    metric: formulaLabel(xMetric) || 'step',
  }[x];
  return xLog ? `${name} (log)` : name;
}

/** How the lines were made, and when. */
function noteOf({ smoothing, window, yLog, relative }: ChartSettings, now: Date): string {
  return [
    ...(smoothing === 'none' ? [] : [`smoothed: ${smoothing}, ${window}`]),
    ...(yLog ? ['log y'] : []),
    ...{ none: [], difference: ['difference from the baseline'], ratio: ['ratio to the baseline'] }[relative],
    now.toISOString().slice(0, 10),
  ].join(' · ');
}

export type PictureKind = 'png' | 'svg' | 'csv';

export async function downloadChart(kind: PictureKind, picture: Picture): Promise<void> {
  if (kind === 'csv')
    return download(`${picture.title}.csv`, chartCsv(picture.lines, picture.title), 'text/csv;charset=utf-8');
  const svg = chartSvg(picture);
  if (kind === 'svg') return download(`${picture.title}.svg`, svg, 'image/svg+xml');
  download(`${picture.title}.png`, await pngOf(svg));
}
