import { withAlpha } from './color';
import type { ChartLine } from './scene';
import { joined, stretchesOf, type Stretch, type StretchKind } from './stretches';

/** What drawing asks of a canvas; the SVG writer answers to the same. */
export interface Pen {
  strokeStyle: string | CanvasGradient | CanvasPattern;
  fillStyle: string | CanvasGradient | CanvasPattern;
  lineWidth: number;
  setLineDash(segments: number[]): void;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  closePath(): void;
  stroke(): void;
  fill(): void;
}

export interface Scene {
  xOf: (value: number) => number;
  yOf: (value: number) => number;
  box: { left: number; top: number; width: number; height: number };
  /** Canvas pixels to one of the page. */
  scale: number;
  withBand: boolean;
  /** Draws what was smoothed faintly behind. */
  withRaw: boolean;
  /** Goes through the least and the greatest value of each bucket. */
  isRange: boolean;
}

/** With more lines than this, bands hide what they should show; then only the highlighted line has one. */
export const bandLinesMax = 12;
/** Beyond this many, lines are thin, and a gesture moves their picture rather than drawing them at every frame. */
export const manyLines = 60;
/** Points this far apart, in pixels, are dots on their line: then each is one that was logged. */
const dotGapMin = 10;

/** How parts of a line differ from its own points; the dash of previews takes the place of the line's. */
const styles: Record<StretchKind, { alpha: number; width: number; dash?: readonly number[] }> = {
  own: { alpha: 1, width: 1 },
  inherited: { alpha: 0.5, width: 0.7 },
  preview: { alpha: 0.8, width: 1, dash: [1.5, 2.5] },
};

/** Draws the lines, the first at the back; or some of them, up to before `to`. */
export function drawLines(pen: Pen, scene: Scene, lines: readonly ChartLine[], from = 0, to = lines.length): void {
  const isFew = lines.length <= bandLinesMax;
  const width = lines.length > manyLines ? 1 : 1.5;
  for (let at = from; at < to; at++) drawLine(pen, scene, lines[at]!, width, isFew);
}

/** Draws lines so that they stand out before others. */
export function drawHighlighted(pen: Pen, scene: Scene, lines: readonly ChartLine[]): void {
  for (const line of lines) drawLine(pen, scene, line, 2.4, true);
}

function drawLine(pen: Pen, scene: Scene, line: ChartLine, width: number, isDetailed: boolean) {
  if (isDetailed && scene.withBand && !scene.isRange) drawBand(pen, scene, line, 0.16);
  if (isDetailed && scene.withRaw) drawPath(pen, scene, line, line.base, 0.28, 1);
  if (scene.isRange && !scene.withRaw) drawRange(pen, scene, line, width);
  else drawPath(pen, scene, line, line.y, 1, width);
  drawOdd(pen, scene, line);
}

/** Each part in its own style, and dots where points lie apart. */
function drawPath(pen: Pen, scene: Scene, line: ChartLine, y: Float64Array, alpha: number, width: number) {
  const stretches = stretchesOf(line);
  for (let at = 0; at < stretches.length; at++) {
    takeStyle(pen, scene, line, stretches[at]!.kind, alpha, width);
    drawStretch(pen, scene, line, y, stretches[at]!, joined(stretches, at), alpha);
  }
  pen.setLineDash([]);
}

function takeStyle(pen: Pen, { scale }: Scene, line: ChartLine, kind: StretchKind, alpha: number, width: number) {
  const { color, dash } = line;
  const style = styles[kind];
  pen.strokeStyle = alpha * style.alpha < 1 ? withAlpha(color, alpha * style.alpha) : color;
  pen.fillStyle = pen.strokeStyle;
  pen.lineWidth = Math.max(Math.min(1, width), width * style.width) * scale;
  pen.setLineDash((style.dash ?? dash).map((length) => length * scale));
}

function drawStretch(
  pen: Pen,
  scene: Scene,
  { columns }: ChartLine,
  y: Float64Array,
  own: Stretch,
  { kind, from, to }: Stretch,
  alpha: number,
) {
  const { xOf, yOf, scale } = scene;
  const { x, xTo } = columns;
  pen.beginPath();
  let isDown = false;
  let count = 0;
  let firstLeft = 0;
  let firstTop = 0;
  let lastLeft = -Infinity;
  let dots: number[] | null = [];
  for (let row = from; row < to; row++) {
    const top = yOf(y[row]!);
    const left = xOf((x[row]! + xTo[row]!) / 2);
    if (!Number.isFinite(top) || !Number.isFinite(left)) {
      if (isDown && count === 1) dot(pen, firstLeft, firstTop, scale);
      isDown = false;
      continue;
    }
    if (dots !== null) {
      if (left - lastLeft < dotGapMin * scale) dots = null;
      else if (row >= own.from && row < own.to) dots.push(left, top);
      lastLeft = left;
    }
    if (isDown) {
      pen.lineTo(left, top);
      count++;
    } else {
      pen.moveTo(left, top);
      firstLeft = left;
      firstTop = top;
      isDown = true;
      count = 1;
    }
  }
  if (isDown && count === 1) dot(pen, firstLeft, firstTop, scale);
  pen.stroke();
  if (dots === null || alpha * styles[kind].alpha <= 0.4) return;
  if (kind === 'preview') drawRings(pen, dots, 2 * scale, scale);
  else drawDots(pen, dots, 1.6 * scale);
}

/** Logged points so far apart that each can be seen. Squares: they cost a path of four corners, not an arc. */
function drawDots(pen: Pen, places: readonly number[], size: number) {
  squares(pen, places, size);
  pen.fill();
}

/** Points that are not there for good are not filled. */
function drawRings(pen: Pen, places: readonly number[], size: number, width: number) {
  pen.setLineDash([]);
  pen.lineWidth = width;
  squares(pen, places, size);
  pen.stroke();
}

function squares(pen: Pen, places: readonly number[], size: number) {
  pen.beginPath();
  for (let at = 0; at < places.length; at += 2) {
    const left = places[at]!;
    const top = places[at + 1]!;
    pen.moveTo(left - size, top - size);
    pen.lineTo(left + size, top - size);
    pen.lineTo(left + size, top + size);
    pen.lineTo(left - size, top + size);
    pen.closePath();
  }
}

/** A point with no neighbour makes no line: a short stroke shows it. */
function dot(pen: Pen, left: number, top: number, scale: number) {
  pen.moveTo(left - 2 * scale, top);
  pen.lineTo(left + 2 * scale, top);
}

/** Through both ends of every bucket, the nearer one first: as all points would look if they were drawn. */
function drawRange(pen: Pen, scene: Scene, line: ChartLine, width: number) {
  const stretches = stretchesOf(line);
  for (let at = 0; at < stretches.length; at++) {
    takeStyle(pen, scene, line, stretches[at]!.kind, 1, width);
    drawRangeStretch(pen, scene, line, joined(stretches, at));
  }
  pen.setLineDash([]);
}

function drawRangeStretch(pen: Pen, { xOf, yOf }: Scene, { columns }: ChartLine, { from, to }: Stretch) {
  const { x, xTo, min, max } = columns;
  pen.beginPath();
  let last = NaN;
  for (let row = from; row < to; row++) {
    const left = xOf((x[row]! + xTo[row]!) / 2);
    const low = yOf(min[row]!);
    const high = yOf(max[row]!);
    if (!Number.isFinite(left) || !Number.isFinite(low) || !Number.isFinite(high)) {
      last = NaN;
      continue;
    }
    const isLowFirst = Math.abs(low - last) <= Math.abs(high - last);
    const first = isLowFirst ? low : high;
    if (Number.isNaN(last)) pen.moveTo(left, first);
    else pen.lineTo(left, first);
    last = isLowFirst ? high : low;
    if (last !== first) pen.lineTo(left, last);
  }
  pen.stroke();
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
