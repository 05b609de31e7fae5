import 'uplot/dist/uPlot.min.css';

import { memo, useEffect, useEffectEvent, useRef } from 'react';
import uPlot from 'uplot';

import { highlight } from '../../components/highlight';
import { axisKey, type ChartSettings } from '../../model/chartSettings';
import { nearestRow } from '../../model/lineData';
import type { Range } from '../../model/range';
import { bandLinesMax, manyLines, type Scene } from '../draw/draw';
import { LinesCanvas } from '../draw/LinesCanvas';
import { paintQueue } from '../draw/paintQueue';
import { nearestLine, projection, xRange, yRange, type ChartLine } from '../draw/scene';
import { crosshairOf } from './crosshair';
import { listenToGestures } from './gestures';
import classes from './LineChart.module.css';
import { plotOptions, type PlotHooks } from './plotOptions';

/** What the pointer is on, and where that is in the window. */
export interface Pointed {
  x: number;
  left: number;
  top: number;
  run: string | null;
  metric: string;
}

/** Another part of the axes; null for all, and what is left out stays. */
export interface Zoom {
  x?: Range | null;
  y?: Range | null;
}

export interface LineChartProps {
  label: string;
  lines: readonly ChartLine[];
  settings: ChartSettings;
  zoom: Range | null;
  /** The part of the y axis that is shown; null for all that the lines have. */
  yZoom: Range | null;
  width: number;
  height: number;
  scheme: 'light' | 'dark';
  onPoint: (pointed: Pointed | null) => void;
  onZoom: (zoom: Zoom) => void;
  onPin: () => void;
}

interface View {
  x: Range;
  y: Range;
}

const reachPixels = 30;
const dragMin = 6;
const settleMs = 500;
const doubleClickMs = 250;

/**
 * The only file that makes a uPlot: it keeps the axes, the cursor and the drag; the lines lie on canvases of our own.
 * Built once for a kind of axes; after that only told what changed.
 */
export const LineChart = memo(function LineChart(props: LineChartProps) {
  const { lines, settings, zoom, yZoom, width, height, scheme } = props;
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const canvas = useRef<LinesCanvas>(null);
  /** What is shown while a gesture is under way. */
  const moved = useRef<{ x: Range; y?: Range } | null>(null);
  const axis = axisKey(settings);

  const view = useEffectEvent((): View => {
    const withBand = settings.band && lines.length <= bandLinesMax;
    const x = moved.current?.x ?? xRange(lines, zoom, settings.xLog);
    return { x, y: moved.current?.y ?? yZoom ?? yRange(lines, x, settings, withBand) };
  });
  const options = useEffectEvent((hooks: PlotHooks) => plotOptions(settings, { width, height }, hooks));
  const isMoving = useEffectEvent(() => moved.current !== null);
  const begin = useEffectEvent(() => {
    const u = plot.current;
    if (u === null) return;
    const { x, y } = { x: rangeOf(u.scales.x!), y: rangeOf(u.scales.y!) };
    const viewport = { x, y, sceneOf: (w: number, h: number) => sceneOf(x, y, settings, w, h) };
    if (moved.current !== null && lines.length > manyLines) canvas.current?.move(viewport);
    else canvas.current?.begin(lines, viewport);
  });
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
    const crosshair = crosshairOf(axis);
    if (!isInside) {
      props.onPoint(null);
      crosshair.set(null, u);
      highlight.set(null);
      return;
    }
    const x = u.posToVal(left, 'x');
    const hit = nearestLine(lines, (line) => nearestRow(line.columns, x), (y) => u.valToPos(y, 'y'), top, reachPixels);
    const { run = null, metric = '' } = hit?.line ?? {};
    props.onPoint({ x, left: u.rect.left + left, top: u.rect.top + top, run, metric });
    crosshair.set(x, u);
    highlight.set(run);
  });
  const select = useEffectEvent((u: uPlot) => {
    const { left, top, width: across, height: down } = u.select;
    const full = u.over.clientHeight;
    if (across < dragMin && down < dragMin) return;
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    const isAcross = across >= dragMin && across < u.over.clientWidth - 1;
    const isDown = down >= dragMin && down < full - 1;
    props.onZoom({
      ...(isAcross ? { x: [u.posToVal(left, 'x'), u.posToVal(left + across, 'x')] } : {}),
      ...(isDown ? { y: [u.posToVal(top + down, 'y'), u.posToVal(top, 'y')] } : {}),
    });
  });
  const reset = useEffectEvent(() => {
    moved.current = null;
    props.onZoom({ x: null, y: null });
    if (plot.current !== null) update(plot.current);
  });
  const pin = useEffectEvent(() => props.onPin());
  const move = useEffectEvent((to: { x: Range; y?: Range }) => {
    moved.current = { ...moved.current, ...to };
    if (plot.current !== null) update(plot.current);
  });
  const settle = useEffectEvent(() => {
    const to = moved.current;
    if (to === null) return;
    props.onZoom(to);
    // A gesture that comes back to where it began changes no zoom, and is over all the same.
    setTimeout(() => {
      if (moved.current === to) reveal();
    }, settleMs);
  });
  const reveal = useEffectEvent(() => {
    moved.current = null;
    if (plot.current !== null) update(plot.current);
  });
  const isLog = useEffectEvent(() => ({ x: settings.xLog, y: settings.yLog }));

  useEffect(() => {
    const mark = document.createElement('div');
    mark.className = classes.crosshair!;
    const place = (x: number | null, from: object) => {
      const it = plot.current;
      const left = it === null || x === null || from === it ? -1 : it.valToPos(x, 'x');
      mark.style.display = it !== null && left >= 0 && left <= it.over.clientWidth ? 'block' : 'none';
      mark.style.transform = `translateX(${left}px)`;
    };
    const crosshair = crosshairOf(axis);
    let isDue = false;
    const draw = (isOver: () => boolean) => {
      if (isDue) begin();
      isDue = false;
      const isWhole = canvas.current?.proceed(isOver) ?? true;
      if (isWhole) canvas.current?.highlight(highlight.run());
      return !isWhole;
    };
    // A gesture wants its frame at once; what else changes waits for its turn.
    const drawSoon = () => {
      isDue = true;
      crosshair.tell(place);
      if (isMoving()) draw(() => false);
      else paintQueue.add(draw);
    };
    const u = new uPlot(
      options({ draw: drawSoon, point: (it) => point(it), select: (it) => select(it), reset: () => reset() }),
      [[0, 1], [null, null]],
      host.current!,
    );
    plot.current = u;
    canvas.current = new LinesCanvas(u.over);
    update(u);
    // A legend at once would lie under the second click of two.
    let pinning: ReturnType<typeof setTimeout> | undefined;
    u.over.addEventListener('click', ({ detail }) => {
      clearTimeout(pinning);
      if (detail < 2) pinning = setTimeout(() => pin(), doubleClickMs);
    });
    const stopGestures = listenToGestures(u.over, host.current!, {
      view: () => view(), isLog: () => isLog(), move: (to) => move(to), settle: () => settle(), reset: () => reset(),
    });
    u.over.append(mark);
    const stopCrosshair = crosshair.subscribe(place);
    const emphasize = () => canvas.current?.highlight(highlight.run());
    const stopHighlight = highlight.subscribe(() => paintQueue.add(emphasize));
    return () => {
      paintQueue.remove(draw);
      paintQueue.remove(emphasize);
      stopCrosshair();
      stopHighlight();
      stopGestures();
      clearTimeout(pinning);
      plot.current = null;
      canvas.current = null;
      u.destroy();
    };
    // The colours of axes are read when they are made.
  }, [axis, settings.xLog, settings.yLog, scheme]);

  useEffect(() => {
    moved.current = null;
  }, [zoom, yZoom]);

  useEffect(() => {
    if (plot.current !== null) update(plot.current);
  }, [lines, settings, zoom, yZoom]);

  useEffect(() => plot.current?.setSize({ width, height }), [width, height]);

  return <div ref={host} className={classes.host} role="img" tabIndex={0} aria-label={describe(props.label, lines)} />;
});

function describe(label: string, lines: readonly ChartLine[]): string {
  return `Chart of ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}: ${label}`;
}

function rangeOf({ min, max }: uPlot.Scale): Range {
  return [min ?? 0, max ?? 1];
}

function sceneOf(x: Range, y: Range, settings: ChartSettings, width: number, height: number): Scene {
  return {
    xOf: projection(x, settings.xLog, 0, width),
    yOf: projection(y, settings.yLog, height, -height),
    box: { left: 0, top: 0, width, height },
    scale: uPlot.pxRatio,
    withBand: settings.band,
    withRaw: settings.smoothing !== 'none',
    isRange: settings.line === 'range',
  };
}
