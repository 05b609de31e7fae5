import { drawHighlighted, drawLines, type Scene } from './draw';
import type { ChartLine } from './scene';

const faint = '0.18';

/**
 * Two canvases over the plot: all lines, and before them the highlighted one. Moving the highlight fades the first and
 * draws one line on the second, however many lines there are.
 */
export class LinesCanvas {
  readonly #all = document.createElement('canvas');
  readonly #front = document.createElement('canvas');
  #scene: Scene | null = null;
  #lines: readonly ChartLine[] = [];
  #highlighted: readonly ChartLine[] = [];

  constructor(over: HTMLElement) {
    for (const canvas of [this.#front, this.#all]) {
      canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none';
      over.prepend(canvas);
    }
  }

  /** @param sceneOf the scene within a plot of so many canvas pixels. */
  draw(
    lines: readonly ChartLine[],
    width: number,
    height: number,
    sceneOf: (width: number, height: number) => Scene,
  ): void {
    const scale = window.devicePixelRatio || 1;
    for (const canvas of [this.#all, this.#front]) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
    }
    this.#lines = lines;
    this.#scene = sceneOf(this.#all.width, this.#all.height);
    const pen = this.#all.getContext('2d');
    if (pen === null) return;
    pen.lineJoin = 'round';
    drawLines(pen, this.#scene, lines);
    this.#highlighted = [];
  }

  highlight(run: string | null): void {
    const lines = run === null ? [] : this.#lines.filter((line) => line.run === run);
    if (lines.length === 0 && this.#highlighted.length === 0) return;
    const pen = this.#front.getContext('2d');
    if (pen === null || this.#scene === null) return;
    pen.clearRect(0, 0, this.#front.width, this.#front.height);
    pen.lineJoin = 'round';
    drawHighlighted(pen, this.#scene, lines);
    this.#highlighted = lines;
    this.#all.style.opacity = lines.length > 0 && this.#lines.length > lines.length ? faint : '1';
  }
}
