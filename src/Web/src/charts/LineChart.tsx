import 'uplot/dist/uPlot.min.css';

import { useEffect, useEffectEvent, useRef } from 'react';
import uPlot from 'uplot';

import { highlight } from '../components/highlight';
import { formatDuration, formatShort } from '../format';
import type { ChartSettings } from '../url/charts';
import { nearestRow } from './columns';
import { crosshairs } from './crosshair';
import { bandLinesMax, drawLines } from './draw';
import classes from './LineChart.module.css';
import { nearestLine, projection, xRange, yRange, type ChartLine, type Range } from './scene';

/** What the pointer is on, and where that is in the window. */
export interface Pointed {
  x: number;
  left: number;
  top: number;
  run: string | null;
}

export interface LineChartProps {
  lines: readonly ChartLine[];
  settings: ChartSettings;
  zoom: Range | null;
  width: number;
  height: number;
  scheme: 'light' | 'dark';
  onPoint: (pointed: Pointed | null) => void;
  onZoom: (zoom: Range) => void;
  onReset: () => void;
  onPin: () => void;
}

interface View {
  x: Range;
  y: Range;
}

const reachPixels = 30;
const dragMin = 6;

/**
 * The only file that knows uPlot: it keeps the axes, the cursor and the drag; the lines are drawn by draw.ts. Built once
 * for a set of axes; after that only told what changed.
 */
export function LineChart(props: LineChartProps) {
  const { lines, settings, zoom, width, height, scheme } = props;
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const yZoom = useRef<Range | null>(null);
  const pending = useRef(0);

  const view = useEffectEvent((): View => {
    const withBand = settings.band && lines.length <= bandLinesMax;
    const x = xRange(lines, zoom, settings.xLog);
    return { x, y: yZoom.current ?? yRange(lines, x, settings, withBand) };
  });
  const size = useEffectEvent(() => ({ width, height }));
  const draw = useEffectEvent((u: uPlot) => paint(u, view(), props));
  const update = useEffectEvent((u: uPlot) => {
    const { x, y } = view();
    u.batch(() => {
      u.setData([[...x], [null, null]], false);
      u.setScale('x', { min: x[0], max: x[1] });
      u.setScale('y', { min: y[0], max: y[1] });
    });
  });
  const point = useEffectEvent((u: uPlot) => {
    const { left, top } = u.cursor;
    const isInside = left !== undefined && top !== undefined && left >= 0 && top >= 0;
    const crosshair = crosshairs[settings.x];
    if (!isInside) {
      props.onPoint(null);
      crosshair.set(null, u);
      highlight.set(null);
      return;
    }
    const x = u.posToVal(left, 'x');
    const hit = nearestLine(lines, (line) => nearestRow(line.columns, x), (y) => u.valToPos(y, 'y'), top, reachPixels);
    props.onPoint({ x, left: u.rect.left + left, top: u.rect.top + top, run: hit?.line.run ?? null });
    crosshair.set(x, u);
    highlight.set(hit?.line.run ?? null);
  });
  const select = useEffectEvent((u: uPlot) => {
    const { left, top, width: across, height: down } = u.select;
    const full = u.over.clientHeight;
    if (across < dragMin && down < dragMin) return;
    if (down >= dragMin && down < full - 1) {
      yZoom.current = [u.posToVal(top + down, 'y'), u.posToVal(top, 'y')];
    }
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    if (across >= dragMin && across < u.over.clientWidth - 1) {
      props.onZoom([u.posToVal(left, 'x'), u.posToVal(left + across, 'x')]);
    } else update(u);
  });
  const reset = useEffectEvent((u: uPlot) => {
    yZoom.current = null;
    props.onReset();
    update(u);
  });
  const pin = useEffectEvent(() => props.onPin());

  useEffect(() => {
    const u = new uPlot(
      options(settings.x, settings.xLog, settings.yLog, size(), {
        draw,
        point,
        select,
        reset,
      }),
      [[0, 1], [null, null]],
      host.current!,
    );
    plot.current = u;
    update(u);
    u.over.addEventListener('click', pin);
    const mark = document.createElement('div');
    mark.className = classes.crosshair!;
    u.over.append(mark);
    const stopCrosshair = crosshairs[settings.x].subscribe((x, from) => {
      const left = x === null || from === u ? -1 : u.valToPos(x, 'x');
      mark.style.display = left >= 0 && left <= u.over.clientWidth ? 'block' : 'none';
      mark.style.transform = `translateX(${left}px)`;
    });
    const stopHighlight = highlight.subscribe(() => {
      cancelAnimationFrame(pending.current);
      pending.current = requestAnimationFrame(() => u.redraw(false, false));
    });
    return () => {
      cancelAnimationFrame(pending.current);
      stopCrosshair();
      stopHighlight();
      plot.current = null;
      u.destroy();
    };
    // The colours of axes are read when they are made.
  }, [settings.x, settings.xLog, settings.yLog, scheme]);

  useEffect(() => {
    if (plot.current !== null) update(plot.current);
  }, [lines, settings, zoom]);

  useEffect(() => plot.current?.setSize({ width, height }), [width, height]);

  return <div ref={host} className={classes.host} role="img" aria-label={describe(lines)} />;
}

function describe(lines: readonly ChartLine[]): string {
  return `Chart of ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`;
}

function paint(u: uPlot, { x, y }: View, { lines, settings }: LineChartProps): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineJoin = 'round';
  drawLines(ctx, {
    lines,
    xOf: projection(x, settings.xLog, bbox.left, bbox.width),
    yOf: projection(y, settings.yLog, bbox.top + bbox.height, -bbox.height),
    box: bbox,
    scale: uPlot.pxRatio,
    withBand: settings.band,
    withRaw: settings.smoothing !== 'none',
    highlighted: highlight.run(),
  });
  ctx.restore();
}

interface Hooks {
  draw: (u: uPlot) => void;
  point: (u: uPlot) => void;
  select: (u: uPlot) => void;
  reset: (u: uPlot) => void;
}

function options(
  mode: ChartSettings['x'],
  xLog: boolean,
  yLog: boolean,
  size: { width: number; height: number },
  hooks: Hooks,
): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const stroke = style.getPropertyValue('--ink-faint').trim();
  const grid = { stroke: style.getPropertyValue('--line-faint').trim(), width: 1 };
  const font = '11px system-ui, sans-serif';
  const axis = { stroke, grid, font, ticks: { ...grid, size: 4 } };
  // The scales are set by hand from the lines: uPlot's own data are two empty points.
  const own = (_: uPlot, min: number | null, max: number | null): uPlot.Range.MinMax => [min ?? 0, max ?? 1];
  const formatted = mode === 'relative' ? formatDuration : formatShort;
  return {
    ...size,
    ms: 1,
    legend: { show: false },
    padding: [8, 10, 0, 0],
    scales: {
      x: { time: mode === 'absolute', distr: xLog ? 3 : 1, range: own },
      y: { distr: yLog ? 3 : 1, range: own, auto: false },
    },
    axes: [
      {
        ...axis,
        size: 26,
        ...(mode === 'absolute' ? {} : { values: (_, splits) => splits.map((x) => (x === null ? '' : formatted(x))) }),
      },
      { ...axis, size: 52, values: (_, splits) => splits.map((y) => (y === null ? '' : formatShort(y))) },
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
