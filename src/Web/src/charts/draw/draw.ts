import { withAlpha } from '../../model/color';
import { drawDots, drawRings, drawScatter } from './dots';
import { drawArea, drawBand, drawEdges } from './fills';
import { hasBand, type ChartLine } from './scene';
import type { Scene, Surface } from './surface';
import { joined, segmentsOf, type Segment, type SegmentKind } from './segments';

/** With more lines than this, bands hide what they should show; then only the highlighted line has one. */
export const bandLinesMax = 12;
/** Beyond this many, lines are thin, and a gesture moves their picture rather than drawing them at every frame. */
export const manyLines = 60;
/** Points this far apart, in pixels, are dots on their line: then each is one that was logged. */
const dotGapMin = 10;

/** How parts of a line differ from its own points; the dash of previews takes the place of the line's. */
const styles: Record<SegmentKind, { alpha: number; width: number; dash?: readonly number[] }> = {
  own: { alpha: 1, width: 1 },
  inherited: { alpha: 0.5, width: 0.7 },
  preview: { alpha: 0.8, width: 1, dash: [1.5, 2.5] },
};

/** Draws the lines, the first at the back; or some of them, up to before `to`. */
export function drawLines(
  surface: Surface,
  scene: Scene,
  lines: readonly ChartLine[],
  from = 0,
  to = lines.length,
): void {
  const isFew = lines.length <= bandLinesMax;
  const width = lines.length > manyLines ? 1 : 1.5;
  for (let at = from; at < to; at++) drawLine(surface, scene, lines[at]!, width, isFew);
}

/** Draws lines so that they stand out before others. */
export function drawHighlighted(surface: Surface, scene: Scene, lines: readonly ChartLine[]): void {
  for (const line of lines) drawLine(surface, scene, line, 2.4, true);
}

/** Of a line that states no width of its own, where chosen widths are measured. */
const widthDefault = 1.5;

const dotSize = 1.7;

function drawLine(surface: Surface, whole: Scene, line: ChartLine, usual: number, isDetailed: boolean) {
  const scene = line.isRight && whole.yRightOf ? { ...whole, yOf: whole.yRightOf } : whole;
  const width = usual * ((line.width ?? widthDefault) / widthDefault);
  const alpha = line.alpha ?? 1;
  if (line.plot === 'area' || line.floor !== undefined) drawArea(surface, scene, line);
  if (isDetailed && line.edges) drawEdges(surface, scene, line.color, line.edges);
  else if (isDetailed && hasBand(line, scene.withBand) && !scene.isRange) drawBand(surface, scene, line);
  if (line.plot === 'scatter') {
    drawScatter(surface, scene, line, scene.withRaw ? 0.3 * alpha : alpha, dotSize * (width / widthDefault));
    if (scene.withRaw) drawPath(surface, scene, line, line.y, alpha, width);
    drawOdd(surface, scene, line);
    return;
  }
  if (isDetailed && scene.withRaw && line.floor === undefined) {
    drawPath(surface, scene, line, line.base, 0.28 * alpha, 1);
  }
  if (scene.isRange && !scene.withRaw && line.floor === undefined) drawRange(surface, scene, line, width);
  else drawPath(surface, scene, line, line.y, alpha, width);
  drawOdd(surface, scene, line);
}

/** Each part in its own style, and dots where points lie apart. */
function drawPath(surface: Surface, scene: Scene, line: ChartLine, y: Float64Array, alpha: number, width: number) {
  const segments = segmentsOf(line);
  for (let at = 0; at < segments.length; at++) {
    takeStyle(surface, scene, line, segments[at]!.kind, alpha, width);
    drawSegment(surface, scene, line, y, segments[at]!, joined(segments, at), alpha);
  }
  surface.setLineDash([]);
}

function takeStyle(
  surface: Surface,
  { scale }: Scene,
  line: ChartLine,
  kind: SegmentKind,
  alpha: number,
  width: number,
) {
  const { color, dash } = line;
  const style = styles[kind];
  surface.strokeStyle = alpha * style.alpha < 1 ? withAlpha(color, alpha * style.alpha) : color;
  surface.fillStyle = surface.strokeStyle;
  surface.lineWidth = Math.max(Math.min(1, width), width * style.width) * scale;
  surface.setLineDash((style.dash ?? dash).map((length) => length * scale));
}

function drawSegment(
  surface: Surface,
  scene: Scene,
  { columns, plot }: ChartLine,
  y: Float64Array,
  own: Segment,
  { kind, from, to }: Segment,
  alpha: number,
) {
  const { xOf, yOf, scale } = scene;
  const { x, xTo } = columns;
  surface.beginPath();
  let isDown = false;
  let count = 0;
  let firstLeft = 0;
  let firstTop = 0;
  let lastLeft = -Infinity;
  let lastTop = 0;
  let dots: number[] | null = [];
  for (let row = from; row < to; row++) {
    const top = yOf(y[row]!);
    const left = xOf((x[row]! + xTo[row]!) / 2);
    if (!Number.isFinite(top) || !Number.isFinite(left)) {
      if (isDown && count === 1) dot(surface, firstLeft, firstTop, scale);
      isDown = false;
      continue;
    }
    if (dots !== null) {
      if (left - lastLeft < dotGapMin * scale) dots = null;
      else if (row >= own.from && row < own.to) dots.push(left, top);
      lastLeft = left;
    }
    if (isDown) {
      if (plot === 'step') surface.lineTo(left, lastTop);
      surface.lineTo(left, top);
      count++;
    } else {
      surface.moveTo(left, top);
      firstLeft = left;
      firstTop = top;
      isDown = true;
      count = 1;
    }
    lastTop = top;
  }
  if (isDown && count === 1) dot(surface, firstLeft, firstTop, scale);
  surface.stroke();
  if (dots === null || alpha * styles[kind].alpha <= 0.4) return;
  if (kind === 'preview') drawRings(surface, dots, 2.3 * scale, scale);
  else drawDots(surface, dots, 2.1 * scale);
}

/** A point with no neighbor makes no line: a short stroke shows it. */
function dot(surface: Surface, left: number, top: number, scale: number) {
  surface.moveTo(left - 2 * scale, top);
  surface.lineTo(left + 2 * scale, top);
}

/** Through both ends of every bucket, the nearer one first: as all points would look if they were drawn. */
function drawRange(surface: Surface, scene: Scene, line: ChartLine, width: number) {
  const segments = segmentsOf(line);
  for (let at = 0; at < segments.length; at++) {
    takeStyle(surface, scene, line, segments[at]!.kind, 1, width);
    drawRangeSegment(surface, scene, line, joined(segments, at));
  }
  surface.setLineDash([]);
}

function drawRangeSegment(surface: Surface, { xOf, yOf }: Scene, { columns }: ChartLine, { from, to }: Segment) {
  const { x, xTo, min, max } = columns;
  surface.beginPath();
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
    if (Number.isNaN(last)) surface.moveTo(left, first);
    else surface.lineTo(left, first);
    last = isLowFirst ? high : low;
    if (last !== first) surface.lineTo(left, last);
  }
  surface.stroke();
}

/** NaN: a cross at the bottom. Infinities: a triangle at the edge they left through. Neighbors share a mark. */
function drawOdd(surface: Surface, scene: Scene, line: ChartLine) {
  const { columns, color } = line;
  const { box, scale } = scene;
  const size = 4 * scale;
  surface.strokeStyle = color;
  surface.fillStyle = color;
  surface.lineWidth = 1.4 * scale;
  marks(scene, columns.x, columns.nan, (left) => {
    const top = box.top + box.height - 2 * size;
    surface.beginPath();
    surface.moveTo(left - size * 0.8, top - size * 0.8);
    surface.lineTo(left + size * 0.8, top + size * 0.8);
    surface.moveTo(left + size * 0.8, top - size * 0.8);
    surface.lineTo(left - size * 0.8, top + size * 0.8);
    surface.stroke();
  });
  const [top, bottom] = [box.top + 1.5 * size, box.top + box.height - 1.5 * size];
  marks(scene, columns.x, columns.posInf, (left) => triangle(surface, left, top, size, -1));
  marks(scene, columns.x, columns.negInf, (left) => triangle(surface, left, bottom, size, 1));
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

function triangle(surface: Surface, left: number, top: number, size: number, down: 1 | -1) {
  surface.beginPath();
  surface.moveTo(left - size, top - size * 0.7 * down);
  surface.lineTo(left + size, top - size * 0.7 * down);
  surface.lineTo(left, top + size * down);
  surface.closePath();
  surface.fill();
}

const thresholdDash: readonly number[] = [7, 4];

/** Levels across the plot, those out of sight left out. */
export function drawThresholds(surface: Surface, { yOf, box, scale }: Scene, values: readonly number[], color: string) {
  surface.strokeStyle = color;
  surface.lineWidth = scale;
  surface.setLineDash(thresholdDash.map((length) => length * scale));
  for (const value of values) {
    const top = yOf(value);
    if (!(top >= box.top && top <= box.top + box.height)) continue;
    surface.beginPath();
    surface.moveTo(box.left, top);
    surface.lineTo(box.left + box.width, top);
    surface.stroke();
  }
  surface.setLineDash([]);
}
