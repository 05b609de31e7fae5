import type uPlot from 'uplot';

import type { ChartSettings } from '../../model/chartSettings';
import { formatApart, formatShort } from '../../model/format';
import { formatMark, type Notation } from '../../model/valueFormat';
import { ticks } from '../../model/ticks';

import { durationSteps, formatSpan } from './durations';
import type { Frame } from './frame';

export interface PlotHooks {
  draw: (u: uPlot) => void;
  point: (u: uPlot) => void;
  select: (u: uPlot) => void;
  reset: (u: uPlot) => void;
  /** No line has a finite value. */
  isEmpty: () => boolean;
  /** Beside the plot, for the names of lines. */
  labelRoom: () => number;
  /** How the values of a y scale are written. */
  notation: (scale: 'y' | 'right') => Notation;
  /** Of a y scale, as it is by then. */
  frame: (scale: string | undefined) => Frame;
}

/** The options of uPlot: axes, cursor and drag. It does not draw the lines. */
export function plotOptions(
  { x, xLog, yLog }: ChartSettings,
  /** The axis on the right, if there is one. */
  right: { isLog: boolean } | null,
  size: { width: number; height: number },
  hooks: PlotHooks,
): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const stroke = style.getPropertyValue('--ink-faint').trim();
  const grid = { stroke: style.getPropertyValue('--line-faint').trim(), width: 1 };
  const font = '11px "Inter Variable", system-ui, sans-serif';
  const axis = { stroke, grid, font, ticks: { ...grid, size: 4 } };
  // The scales are set by hand from the lines: uPlot's own data are two empty points.
  const own = (_: uPlot, min: number | null, max: number | null): uPlot.Range.MinMax => [min ?? 0, max ?? 1];
  // uPlot's own splits of a log axis begin at its uneven end, and those of a linear one step on by addition, which
  // comes to nothing between neighboring numbers. The room is that of the plot under work: its elements have none yet.
  const splits = (isLog: boolean, spacing: number) => ({
    splits: (u: uPlot, axisIndex: number, min: number, max: number) => {
      const room = axisIndex === 0 ? u.bbox.width : u.bbox.height;
      const count = Math.max(2, Math.floor(room / devicePixelRatio / spacing));
      if (axisIndex === 0) return ticks([min, max], isLog, count);
      const { to, from } = hooks.frame(u.axes[axisIndex]?.scale);
      return ticks([from(min), from(max)], isLog, count).map(to);
    },
    filter: (_: uPlot, all: number[]) => all,
  });
  // Times that people count in have splits of uPlot's own.
  const isTime = x === 'relative' || x === 'absolute';
  const formatted = x === 'relative' ? formatSpan : formatShort;
  return {
    ...size,
    ms: 1,
    legend: { show: false },
    padding: [8, () => Math.max(14, hooks.labelRoom()), 0, 0],
    scales: {
      x: { time: x === 'absolute', distr: xLog ? 3 : 1, range: own },
      y: { distr: yLog ? 3 : 1, range: own, auto: false },
      ...(right === null ? {} : { right: { distr: right.isLog ? 3 : 1, range: own, auto: false } as uPlot.Scale }),
    },
    axes: [
      {
        ...axis,
        size: 26,
        ...(x === 'relative' ? { incrs: [...durationSteps] } : {}),
        ...(isTime && !xLog ? {} : splits(xLog, 70)),
        ...(x === 'absolute' ? {} : { values: (_, all) => all.map((at) => (at === null ? '' : formatted(at))) }),
      },
      {
        ...axis,
        size: (_, values) => yAxisWidth(values),
        ...splits(yLog, 32),
        // An axis without values says nothing.
        values: (_, all) => (hooks.isEmpty() ? [] : labelsOf(all, hooks.frame('y'), hooks.notation('y'))),
      },
      ...(right === null
        ? []
        : [
            {
              ...axis,
              scale: 'right',
              side: 1 as const,
              grid: { show: false },
              size: (_: uPlot, values: string[] | null) => yAxisWidth(values),
              ...splits(right.isLog, 32),
              values: (_: uPlot, all: number[]) => labelsOf(all, hooks.frame('right'), hooks.notation('right')),
            },
          ]),
    ],
    series: [{}, { points: { show: false } }],
    cursor: {
      points: { show: false },
      drag: { x: true, y: true, uni: 24, setScale: false },
      bind: {
        dblclick: (u) => () => {
          hooks.reset(u);
          return null;
        },
      },
    },
    hooks: {
      draw: [hooks.draw],
      setCursor: [hooks.point],
      setSelect: [hooks.select],
    },
  };
}

/** Marks come back from the plot's scale with an error in their last digits, which tell only neighbors apart. */
function labelsOf(marks: readonly (number | null)[], { from }: Frame, notation: Notation): string[] {
  const values = marks.map((y) => (y === null ? NaN : from(y)));
  const round = values.map((value) => Number(value.toPrecision(12)));
  const isCoarse = new Set(round).size < new Set(values).size;
  const write = (value: number) => (Number.isNaN(value) ? 'NaN' : formatMark(value, notation));
  return formatApart(isCoarse ? values : round, write).map((text) => (text === 'NaN' ? '' : text));
}

const yAxisWidthMin = 52;
/** About a digit of the axis' font. */
const digitWidth = 6.4;

/** As wide as the longest value needs; most need no more than the least, so that charts below each other line up. */
function yAxisWidth(values: readonly string[] | null): number {
  const longest = Math.max(0, ...(values ?? []).map((text) => text.length));
  return Math.max(yAxisWidthMin, Math.ceil(longest * digitWidth) + 14);
}
