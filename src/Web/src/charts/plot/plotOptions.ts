import type uPlot from 'uplot';

import type { ChartSettings } from '../../model/chartSettings';
import { formatShort } from '../../model/format';
import { ticks } from '../draw/svg';
import { durationSteps, formatSpan } from './durations';

export interface PlotHooks {
  draw: (u: uPlot) => void;
  point: (u: uPlot) => void;
  select: (u: uPlot) => void;
  reset: (u: uPlot) => void;
}

/** The options of uPlot: axes, cursor and drag. It does not draw the lines. */
export function plotOptions(
  { x, xLog, yLog }: ChartSettings, size: { width: number; height: number }, hooks: PlotHooks,
): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const stroke = style.getPropertyValue('--ink-faint').trim();
  const grid = { stroke: style.getPropertyValue('--line-faint').trim(), width: 1 };
  const font = '11px system-ui, sans-serif';
  const axis = { stroke, grid, font, ticks: { ...grid, size: 4 } };
  // The scales are set by hand from the lines: uPlot's own data are two empty points.
  const own = (_: uPlot, min: number | null, max: number | null): uPlot.Range.MinMax => [min ?? 0, max ?? 1];
  // uPlot's own splits of a log axis begin at its uneven end.
  const splits = (isLog: boolean, spacing: number) =>
    isLog
      ? {
          splits: (u: uPlot, axisIndex: number, min: number, max: number) =>
            ticks(
              [min, max],
              true,
              Math.max(2, Math.floor((axisIndex === 0 ? u.over.clientWidth : u.over.clientHeight) / spacing)),
            ),
          filter: (_: uPlot, all: number[]) => all,
        }
      : {};
  const formatted = x === 'relative' ? formatSpan : formatShort;
  return {
    ...size,
    ms: 1,
    legend: { show: false },
    padding: [8, 14, 0, 0],
    scales: {
      x: { time: x === 'absolute', distr: xLog ? 3 : 1, range: own },
      y: { distr: yLog ? 3 : 1, range: own, auto: false },
    },
    axes: [
      {
        ...axis,
        size: 26,
        ...(x === 'relative' ? { incrs: [...durationSteps] } : {}),
        ...splits(xLog, 60),
        ...(x === 'absolute' ? {} : { values: (_, all) => all.map((at) => (at === null ? '' : formatted(at))) }),
      },
      {
        ...axis,
        size: (_, values) => yAxisWidth(values),
        ...splits(yLog, 34),
        values: (_, all) => all.map((y) => (y === null ? '' : formatShort(y))),
      },
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

const yAxisWidthMin = 52;
/** About a digit of the axis' font. */
const digitWidth = 6.4;

/** As wide as the longest value needs; most need no more than the least, so that charts below each other line up. */
function yAxisWidth(values: readonly string[] | null): number {
  const longest = Math.max(0, ...(values ?? []).map((text) => text.length));
  return Math.max(yAxisWidthMin, Math.ceil(longest * digitWidth) + 14);
}
