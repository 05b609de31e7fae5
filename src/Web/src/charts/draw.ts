import { withAlpha } from './color';
import type { ChartLine } from './scene';

/** What drawing asks of a canvas; the SVG writer answers to the same. */
export interface Pen {
  strokeStyle: string | CanvasGradient | CanvasPattern;
  fillStyle: string | CanvasGradient | CanvasPattern;
  lineWidth: number;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  closePath(): void;
  stroke(): void;
  fill(): void;
}

export interface Scene {
  lines: readonly ChartLine[];
  xOf: (value: number) => number;
  yOf: (value: number) => number;
  box: { left: number; top: number; width: number; height: number };
  /** Canvas pixels to one of the page. */
  scale: number;
  withBand: boolean;
  /** Draws what was smoothed faintly behind. */
  withRaw: boolean;
  highlighted: string | null;
}

/** With more lines than this, bands hide what they should show; then only the highlighted line has one. */
export const bandLinesMax = 12;

/** Draws all lines, the first at the back, the highlighted one in front and the others faint behind it. */
export function drawLines(pen: Pen, scene: Scene): void {
  const { lines, highlighted, withBand, withRaw } = scene;
  const isAny = highlighted !== null && lines.some((line) => line.run === highlighted);
  const ordered = isAny ? [...lines].sort((a, b) => Number(a.run === highlighted) - Number(b.run === highlighted)) : lines;
  const isFew = lines.length <= bandLinesMax;
  for (const line of ordered) {
    const isIt = line.run === highlighted;
    const strength = !isAny || isIt ? 1 : 0.16;
    if (withBand && (isFew ? strength === 1 : isIt)) drawBand(pen, scene, line, 0.16);
    if (withRaw && (isFew || isIt)) drawPath(pen, scene, line, line.columns.mean, 0.28 * strength, 1);
    drawPath(pen, scene, line, line.y, strength, isIt ? 2.4 : lines.length > 60 ? 1 : 1.5);
    if (strength === 1) drawOdd(pen, scene, line);
  }
}

function drawPath(pen: Pen, scene: Scene, { color, columns }: ChartLine, y: Float64Array, alpha: number, width: number) {
  const { xOf, yOf, scale } = scene;
  pen.strokeStyle = alpha < 1 ? withAlpha(color, alpha) : color;
  pen.lineWidth = width * scale;
  pen.beginPath();
  let isDown = false;
  let count = 0;
  let first: readonly [number, number] = [0, 0];
  for (let row = 0; row < y.length; row++) {
    const top = yOf(y[row]!);
    const left = xOf((columns.x[row]! + columns.xTo[row]!) / 2);
    if (!Number.isFinite(top) || !Number.isFinite(left)) {
      if (isDown && count === 1) dot(pen, first, scale);
      isDown = false;
      continue;
    }
    if (isDown) {
      pen.lineTo(left, top);
      count++;
    } else {
      pen.moveTo(left, top);
      first = [left, top];
      isDown = true;
      count = 1;
    }
  }
  if (isDown && count === 1) dot(pen, first, scale);
  pen.stroke();
}

/** A point with no neighbour makes no line: a short stroke shows it. */
function dot(pen: Pen, [left, top]: readonly [number, number], scale: number) {
  pen.moveTo(left - 2 * scale, top);
  pen.lineTo(left + 2 * scale, top);
}

function drawBand(pen: Pen, { xOf, yOf, box }: Scene, { color, columns }: ChartLine, alpha: number) {
  const { min, max, x, xTo } = columns;
  pen.fillStyle = withAlpha(color, alpha);
  const bottom = box.top + box.height;
  for (let from = 0; from < x.length; ) {
    if (!Number.isFinite(xOf(x[from]!)) || !Number.isFinite(max[from]!)) {
      from++;
      continue;
    }
    let to = from;
    while (to < x.length && Number.isFinite(max[to]!)) to++;
    pen.beginPath();
    for (let row = from; row < to; row++) {
      const left = xOf((x[row]! + xTo[row]!) / 2);
      const top = yOf(max[row]!);
      if (row === from) pen.moveTo(left, Number.isFinite(top) ? top : bottom);
      else pen.lineTo(left, Number.isFinite(top) ? top : bottom);
    }
    for (let row = to - 1; row >= from; row--) {
      const low = yOf(min[row]!);
      // On a log axis a least value of zero or below lies beyond the bottom edge.
      pen.lineTo(xOf((x[row]! + xTo[row]!) / 2), Number.isFinite(low) ? low : bottom);
    }
    pen.closePath();
    pen.fill();
    from = to;
  }
}

/** NaN: a cross at the bottom. Infinities: a triangle at the edge they left through. Neighbours share a mark. */
function drawOdd(pen: Pen, scene: Scene, line: ChartLine) {
  const { columns, color } = line;
  const { box, scale } = scene;
  const size = 4 * scale;
  pen.strokeStyle = color;
  pen.fillStyle = color;
  pen.lineWidth = 1.4 * scale;
  marks(scene, columns.x, columns.nan, (left) => {
    const top = box.top + box.height - 2 * size;
    pen.beginPath();
    pen.moveTo(left - size * 0.8, top - size * 0.8);
    pen.lineTo(left + size * 0.8, top + size * 0.8);
    pen.moveTo(left + size * 0.8, top - size * 0.8);
    pen.lineTo(left - size * 0.8, top + size * 0.8);
    pen.stroke();
  });
  marks(scene, columns.x, columns.posInf, (left) => triangle(pen, left, box.top + 1.5 * size, size, -1));
  marks(scene, columns.x, columns.negInf, (left) => triangle(pen, left, box.top + box.height - 1.5 * size, size, 1));
}

function marks({ xOf, box, scale }: Scene, x: Float64Array, count: Float64Array, mark: (left: number) => void) {
  let last = -Infinity;
  for (let row = 0; row < x.length; row++) {
    if (!(count[row]! > 0)) continue;
    const left = xOf(x[row]!);
    if (left < box.left || left > box.left + box.width || left - last < 9 * scale) continue;
    mark(left);
    last = left;
  }
}

function triangle(pen: Pen, left: number, top: number, size: number, down: 1 | -1) {
  pen.beginPath();
  pen.moveTo(left - size, top - size * 0.7 * down);
  pen.lineTo(left + size, top - size * 0.7 * down);
  pen.lineTo(left, top + size * down);
  pen.closePath();
  pen.fill();
}
