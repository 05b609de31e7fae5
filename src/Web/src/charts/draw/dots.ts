import { withAlpha } from '../../model/color';
import type { Scene, Surface } from './surface';
import type { ChartLine } from './scene';

/** Logged points so far apart that each can be seen. */
export function drawDots(surface: Surface, places: readonly number[], size: number) {
  rounds(surface, places, size);
  surface.fill();
}

/** Points that are not there for good are not filled. */
export function drawRings(surface: Surface, places: readonly number[], size: number, width: number) {
  surface.setLineDash([]);
  surface.lineWidth = width;
  rounds(surface, places, size);
  surface.stroke();
}

/** A line as points alone: of a bucket the first, the least, the greatest and the last of its points. */
export function drawScatter(surface: Surface, scene: Scene, line: ChartLine, alpha: number, size: number) {
  const { columns, base, color, floor } = line;
  const { x, xTo, first, last, min, max, count } = columns;
  const { xOf, yOf } = scene;
  const places: number[] = [];
  const take = (at: number, value: number) => {
    const [left, top] = [xOf(at), yOf(value)];
    if (Number.isFinite(left) && Number.isFinite(top)) places.push(left, top);
  };
  for (let row = 0; row < base.length; row++) {
    const middle = (x[row]! + xTo[row]!) / 2;
    // What was made of several lines has no points of its own.
    if (!(count[row]! > 1) || floor !== undefined || line.spread !== undefined) take(middle, base[row]!);
    else {
      take(x[row]!, first[row]!);
      if (count[row]! > 2) take(middle, min[row]!);
      if (count[row]! > 3) take(middle, max[row]!);
      take(xTo[row]!, last[row]!);
    }
  }
  surface.fillStyle = alpha < 1 ? withAlpha(color, alpha) : color;
  drawDots(surface, places, size * scene.scale);
}

const corners = Array.from({ length: 8 }, (_, at) => {
  const turn = ((at + 0.5) * Math.PI) / 4;
  return [Math.cos(turn), Math.sin(turn)] as const;
});

/** Of so few pixels a figure of eight corners is round, and costs less than an arc. */
function rounds(surface: Surface, places: readonly number[], size: number) {
  surface.beginPath();
  for (let at = 0; at < places.length; at += 2) {
    const left = places[at]!;
    const top = places[at + 1]!;
    for (const [index, [right, down]] of corners.entries()) {
      if (index === 0) surface.moveTo(left + size * right, top + size * down);
      else surface.lineTo(left + size * right, top + size * down);
    }
    surface.closePath();
  }
}
