import uPlot from 'uplot';

import { highlight } from '../../components/highlight';
import { isRightLog, type AxesSpec } from '../../model/axes';
import { axisKey, type ChartSettings } from '../../model/chartSettings';
import { nearestRow } from '../../model/lineData';
import { thresholdName, type Threshold } from '../../model/chart';
import type { Range } from '../../model/range';
import type { StepMark } from '../../model/stepMark';
import { bandLinesMax, manyLines } from '../draw/draw';
import { LinesCanvas } from '../draw/LinesCanvas';
import { paintQueue } from '../draw/paintQueue';
import { axisNotation, yAxes } from '../draw/axes';
import { hasRightAxis, nearestLine, xRange, type ChartLine } from '../draw/scene';
import { isNamed, labelRoom } from './endLabel';
import { EndLabels } from './EndLabels';
import { crosshairOf, type Crosshair } from './crosshair';
import { listenToGestures } from './gestures';
import classes from './LineChart.module.css';
import { frameOf, plainFrame, type Frame } from './frame';
import { rangeOf, sceneOf, within, type View } from './view';
import { plotOptions } from './plotOptions';
import { StepMarks } from './StepMarks';

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

/** What a plot shows. Another kind of axes needs another plot. */
export interface PlotContent {
  lines: readonly ChartLine[];
  settings: ChartSettings;
  zoom: Range | null;
  /** The part of the left y axis that is shown; null for all that the lines have. */
  yZoom: Range | null;
  /** Levels on the left y axis. */
  thresholds: readonly Threshold[];
  /** Steps of runs that somebody said something of, where x is steps. */
  marks: readonly StepMark[];
  /** What the chart itself says. */
  axes: AxesSpec | undefined;
}

export interface PlotEvents {
  point: (pointed: Pointed | null) => void;
  zoom: (zoom: Zoom) => void;
  pin: () => void;
}

const reachPixels = 30;
const dragMin = 6;
const settleMs = 500;
const doubleClickMs = 250;

/**
 * A plot without React, and the only file that makes a uPlot: that keeps the axes, the cursor and the drag; the lines
 * lie on canvases of our own.
 */
export class LinePlot {
  readonly #events: PlotEvents;
  readonly #crosshair: Crosshair;
  readonly #mark = document.createElement('div');
  readonly #levels = document.createElement('div');
  readonly #stops: (() => void)[];
  #content: PlotContent;
  #plot: uPlot | null = null;
  #labels: EndLabels | null = null;
  #marks: StepMarks | null = null;
  #size: { width: number; height: number };
  /** Beside the plot, for the names of lines. */
  #room: number;
  #canvas: LinesCanvas | null = null;
  /** What is shown while a gesture is under way. */
  #moved: { x: Range; y?: Range } | null = null;
  /** The canvas is out of date. */
  #isDue = false;
  /** How values lie on the plot's own y scale, which has no room for differences as small as some values have. */
  #frame: Frame = plainFrame;
  #rightFrame: Frame = plainFrame;
  #pinning: ReturnType<typeof setTimeout> | undefined;

  constructor(host: HTMLElement, content: PlotContent, size: { width: number; height: number }, events: PlotEvents) {
    this.#content = content;
    this.#size = size;
    this.#room = labelRoom(content.lines, size.width);
    this.#events = events;
    this.#crosshair = crosshairOf(axisKey(content.settings));
    this.#mark.className = classes.crosshair!;
    this.#levels.className = classes.levels!;
    const hooks = {
      draw: this.#drawSoon,
      point: this.#point,
      select: this.#select,
      reset: this.#reset,
      isEmpty: this.#isEmpty,
      frame: (scale: string | undefined) => (scale === 'right' ? this.#rightFrame : this.#frame),
      labelRoom: () => this.#room,
      notation: (scale: 'y' | 'right') => axisNotation(this.#content.lines, scale === 'right'),
    };
    this.#plot = new uPlot(
      plotOptions(content.settings, hasRightAxis(content.lines) ? { isLog: this.#isRightLog() } : null, size, hooks),
      [
        [0, 1],
        [null, null],
      ],
      host,
    );
    const { over } = this.#plot;
    this.#canvas = new LinesCanvas(over);
    this.#labels = new EndLabels(over);
    this.#marks = new StepMarks(over);
    this.#update();
    over.addEventListener('click', this.#click);
    const stopGestures = listenToGestures(over, host, {
      view: this.#view,
      isLog: this.#isLog,
      move: this.#move,
      settle: this.#settle,
      reset: this.#reset,
    });
    over.append(this.#levels, this.#mark);
    this.#stops = [
      stopGestures,
      this.#crosshair.subscribe(this.#placeMark),
      highlight.subscribe(() => paintQueue.add(this.#emphasize)),
    ];
  }

  show(content: PlotContent): void {
    const { zoom, yZoom } = this.#content;
    // A zoom from outside, such as by the back button, ends a gesture.
    if (content.zoom !== zoom || content.yZoom !== yZoom) this.#moved = null;
    this.#content = content;
    this.#update();
  }

  resize(size: { width: number; height: number }): void {
    this.#size = size;
    this.#room = labelRoom(this.#content.lines, size.width);
    this.#plot?.setSize(size);
  }

  destroy(): void {
    paintQueue.remove(this.#draw);
    paintQueue.remove(this.#emphasize);
    for (const stop of this.#stops) stop();
    clearTimeout(this.#pinning);
    this.#plot?.destroy();
    this.#plot = null;
    this.#canvas = null;
  }

  readonly #view = (): View => {
    const { lines, settings, zoom, yZoom, thresholds, axes } = this.#content;
    const withBand = settings.band && lines.length <= bandLinesMax;
    const x = this.#moved?.x ?? xRange(lines, zoom, settings.xLog);
    const levels = thresholds.map(({ value }) => value);
    const { left, right } = yAxes({ lines, x, settings, withBand, thresholds: levels, axes });
    return { x, y: this.#moved?.y ?? yZoom ?? left, right };
  };

  readonly #isEmpty = () => this.#content.lines.every(({ y }) => !y.some(Number.isFinite));

  readonly #isLog = () => ({ x: this.#content.settings.xLog, y: this.#content.settings.yLog });

  #isRightLog(): boolean {
    return isRightLog(this.#content.settings, this.#content.axes);
  }

  #update(): void {
    const plot = this.#plot;
    if (plot === null) return;
    const room = labelRoom(this.#content.lines, this.#size.width);
    if (room !== this.#room) {
      this.#room = room;
      plot.setSize(this.#size);
    }
    const { x, y, right } = this.#view();
    this.#frame = frameOf(y, this.#content.settings.yLog);
    this.#rightFrame = right === null ? plainFrame : frameOf(right, this.#isRightLog());
    const { to } = this.#frame;
    const toRight = this.#rightFrame.to;
    plot.batch(() => {
      plot.setData([[...x], [null, null]], false);
      plot.setScale('x', { min: x[0], max: x[1] });
      plot.setScale('y', { min: to(y[0]), max: to(y[1]) });
      if (right !== null) plot.setScale('right', { min: toRight(right[0]), max: toRight(right[1]) });
    });
  }

  /** A gesture wants its frame at once; what else changes waits for its turn. */
  readonly #drawSoon = () => {
    this.#isDue = true;
    this.#crosshair.tell(this.#placeMark);
    if (this.#moved !== null) this.#draw(() => false);
    else paintQueue.add(this.#draw);
  };

  readonly #draw = (isOver: () => boolean): boolean => {
    if (this.#isDue) this.#begin();
    this.#isDue = false;
    const isWhole = this.#canvas?.proceed(isOver) ?? true;
    if (isWhole) this.#emphasize();
    return !isWhole;
  };

  #begin(): void {
    if (this.#plot === null) return;
    const { lines, settings, thresholds, marks } = this.#content;
    const { scales } = this.#plot;
    const view: View = {
      x: rangeOf(scales.x!),
      y: within(this.#frame, scales.y!),
      right: scales.right === undefined ? null : within(this.#rightFrame, scales.right),
    };
    const { x, y } = view;
    this.#label(this.#plot, x, ...y);
    this.#showLevels(this.#plot, y);
    this.#marks?.show(this.#plot, marks, x);
    const viewport = {
      x,
      y,
      thresholds: thresholds.map(({ value }) => value),
      sceneOf: (w: number, h: number) => sceneOf(view, settings, this.#isRightLog(), w, h),
    };
    if (this.#moved !== null && lines.length > manyLines) this.#canvas?.move(viewport);
    else this.#canvas?.begin(lines, viewport);
  }

  /** Each line has its name where it ends, as far as that is in sight. */
  #label(plot: uPlot, x: Range, low: number, high: number) {
    const { lines } = this.#content;
    this.#labels?.show(this.#room > 0 ? lines.filter(isNamed) : [], plot.over.clientHeight, ({ columns, y }) => {
      for (let row = y.length - 1; row >= 0; row--) {
        if (columns.x[row]! > x[1] || !Number.isFinite(y[row]!)) continue;
        const isInSight = columns.xTo[row]! >= x[0] && y[row]! >= low && y[row]! <= high;
        return isInSight ? plot.valToPos(this.#frame.to(y[row]!), 'y') : null;
      }
      return null;
    });
  }

  /** Each level in sight has its name at the left. */
  #showLevels(plot: uPlot, [low, high]: Range) {
    const inSight = this.#content.thresholds.filter(({ value }) => value >= low && value <= high);
    this.#levels.replaceChildren(
      ...inSight.map((level) => {
        const label = document.createElement('bdi');
        label.textContent = thresholdName(level);
        label.style.top = `${plot.valToPos(this.#frame.to(level.value), 'y')}px`;
        return label;
      }),
    );
  }

  readonly #emphasize = () => this.#canvas?.highlight(highlight.run());

  readonly #placeMark = (x: number | null, from: object) => {
    const plot = this.#plot;
    const left = plot === null || x === null || from === plot ? -1 : plot.valToPos(x, 'x');
    this.#mark.style.display = plot !== null && left >= 0 && left <= plot.over.clientWidth ? 'block' : 'none';
    this.#mark.style.transform = `translateX(${left}px)`;
  };

  readonly #point = (plot: uPlot) => {
    const { left, top } = plot.cursor;
    if (left === undefined || top === undefined || left < 0 || top < 0) {
      this.#events.point(null);
      this.#crosshair.set(null, plot);
      highlight.set(null);
      return;
    }
    const x = plot.posToVal(left, 'x');
    const rowOf = (line: ChartLine) => nearestRow(line.columns, x);
    const topOf = (line: ChartLine, y: number) =>
      line.isRight ? plot.valToPos(this.#rightFrame.to(y), 'right') : plot.valToPos(this.#frame.to(y), 'y');
    const hit = nearestLine(this.#content.lines, rowOf, topOf, top, reachPixels);
    const { run = null, metric = '' } = hit?.line ?? {};
    this.#events.point({ x, left: plot.rect.left + left, top: plot.rect.top + top, run, metric });
    this.#crosshair.set(x, plot);
    highlight.set(run);
  };

  readonly #select = (plot: uPlot) => {
    const { left, top, width: across, height: down } = plot.select;
    if (across < dragMin && down < dragMin) return;
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    const isAcross = across >= dragMin && across < plot.over.clientWidth - 1;
    const isDown = down >= dragMin && down < plot.over.clientHeight - 1;
    this.#events.zoom({
      ...(isAcross ? { x: [plot.posToVal(left, 'x'), plot.posToVal(left + across, 'x')] } : {}),
      ...(isDown
        ? { y: [top + down, top].map((at) => this.#frame.from(plot.posToVal(at, 'y'))) as [number, number] }
        : {}),
    });
  };

  readonly #reset = () => {
    this.#moved = null;
    this.#events.zoom({ x: null, y: null });
    this.#update();
  };

  /** Pins the legend, but not at once: it would lie under the second click of two. */
  readonly #click = ({ detail }: MouseEvent) => {
    clearTimeout(this.#pinning);
    if (detail < 2) this.#pinning = setTimeout(() => this.#events.pin(), doubleClickMs);
  };

  readonly #move = (to: { x: Range; y?: Range }) => {
    this.#moved = { ...this.#moved, ...to };
    this.#update();
  };

  readonly #settle = () => {
    const to = this.#moved;
    if (to === null) return;
    this.#events.zoom(to);
    // A gesture that comes back to where it began changes no zoom, and is over all the same.
    setTimeout(() => {
      if (this.#moved !== to) return;
      this.#moved = null;
      this.#update();
    }, settleMs);
  };
}
