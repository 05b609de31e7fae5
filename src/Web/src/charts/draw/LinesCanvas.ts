import type { Range } from '../../model/range';
import { drawHighlighted, drawLines, drawThresholds } from './draw';
import type { Scene } from './surface';
import type { ChartLine } from './scene';

const faint = '0.18';

/** What a plot shows: the ranges of its axes, and the scene for a canvas of a given size. */
export interface Viewport {
  x: Range;
  y: Range;
  /** Levels behind the lines. */
  thresholds: readonly number[];
  sceneOf: (width: number, height: number) => Scene;
}

/** A picture under work. */
interface Work {
  lines: readonly ChartLine[];
  viewport: Viewport;
  scene: Scene;
  surface: CanvasRenderingContext2D | null;
  done: number;
}

/**
 * Two canvases over the plot: all lines, and before them the highlighted one. Moving the highlight fades the first and
 * draws one line on the second, however many lines there are. A new picture is drawn offscreen, in as many goes as
 * it takes, and shown when it is whole; a gesture moves the one that is shown.
 */
export class LinesCanvas {
  readonly #frame = document.createElement('div');
  readonly #front = newCanvas();
  #all = newCanvas();
  #spare = newCanvas();
  #shown: Work | null = null;
  #work: Work | null = null;
  #highlighted: readonly ChartLine[] = [];

  constructor(over: HTMLElement) {
    this.#frame.style.cssText = 'position:absolute;inset:0;overflow:hidden;pointer-events:none';
    this.#frame.append(this.#all, this.#front);
    over.prepend(this.#frame);
  }

  /** Begins a picture, in place of one that is under work. */
  begin(lines: readonly ChartLine[], viewport: Viewport): void {
    const scale = window.devicePixelRatio || 1;
    const canvas = this.#spare;
    canvas.width = Math.round(this.#frame.clientWidth * scale);
    canvas.height = Math.round(this.#frame.clientHeight * scale);
    const surface = canvas.getContext('2d');
    if (surface !== null) surface.lineJoin = 'round';
    this.#work = { lines, viewport, scene: viewport.sceneOf(canvas.width, canvas.height), surface, done: 0 };
  }

  /** Draws on until time is over. Returns whether the picture is whole; then it is shown. */
  proceed(isOver: () => boolean): boolean {
    const work = this.#work;
    if (work === null) return true;
    const { lines, scene, surface } = work;
    const { thresholds } = work.viewport;
    if (work.done === 0 && surface !== null && thresholds.length > 0) {
      drawThresholds(surface, scene, thresholds, thresholdColor());
    }
    while (work.done < lines.length && surface !== null) {
      drawLines(surface, scene, lines, work.done, ++work.done);
      if (work.done < lines.length && isOver()) return false;
    }
    this.#show(work);
    return true;
  }

  /** Puts the picture that is shown where it lies in another viewport, for as long as that lasts: not as sharp. */
  move({ x, y, sceneOf }: Viewport): void {
    this.#work = null;
    if (this.#shown === null) return;
    const { clientWidth: width, clientHeight: height } = this.#frame;
    const { xOf, yOf } = sceneOf(width, height);
    const old = this.#shown.viewport;
    const left = xOf(old.x[0]);
    const top = yOf(old.y[1]);
    if (x[0] === x[1] || y[0] === y[1]) return;
    const wide = (xOf(old.x[1]) - left) / width;
    const high = (yOf(old.y[0]) - top) / height;
    const transform = `translate(${left}px, ${top}px) scale(${wide}, ${high})`;
    for (const canvas of [this.#all, this.#front]) canvas.style.transform = transform;
  }

  highlight(run: string | null): void {
    if (this.#shown === null) return;
    const { lines: all, scene } = this.#shown;
    const lines = run === null ? [] : all.filter((line) => line.run === run);
    if (lines.length === 0 && this.#highlighted.length === 0) return;
    const surface = this.#front.getContext('2d');
    if (surface === null) return;
    surface.clearRect(0, 0, this.#front.width, this.#front.height);
    surface.lineJoin = 'round';
    drawHighlighted(surface, scene, lines);
    this.#highlighted = lines;
    this.#all.style.opacity = lines.length > 0 && all.length > lines.length ? faint : '1';
  }

  #show(work: Work) {
    const before = this.#all;
    const canvas = this.#spare;
    canvas.style.opacity = before.style.opacity;
    canvas.style.transform = this.#front.style.transform = '';
    before.replaceWith(canvas);
    [this.#all, this.#spare] = [canvas, before];
    this.#front.width = canvas.width;
    this.#front.height = canvas.height;
    this.#shown = work;
    this.#work = null;
    // Its canvas is empty now: whatever was highlighted is to be drawn again.
    if (this.#highlighted.length === 0) canvas.style.opacity = '1';
  }
}

function thresholdColor(): string {
  return getComputedStyle(document.documentElement).getPropertyValue('--ink-soft').trim();
}

function newCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;transform-origin:0 0';
  return canvas;
}
