import { withAlpha } from '../../model/color';
import type { Scene, Surface } from './surface';
import { sidesOf, type ChartLine, type Edge } from './scene';

const bandAlpha = 0.16;
const areaAlpha = 0.13;
const stackAlpha = 0.5;

/** Fills from the least to the greatest value of each bucket, or to what takes their place. */
export function drawBand(surface: Surface, { xOf, yOf, box }: Scene, line: ChartLine) {
  const { color, columns } = line;
  const { x, xTo } = columns;
  const { low: min, high: max } = sidesOf(line);
  surface.fillStyle = withAlpha(color, bandAlpha);
  const bottom = box.top + box.height;
  for (let from = 0; from < x.length; ) {
    if (!Number.isFinite(xOf(x[from]!)) || !Number.isFinite(max[from]!)) {
      from++;
      continue;
    }
    let to = from;
    while (to < x.length && Number.isFinite(max[to]!)) to++;
    surface.beginPath();
    for (let row = from; row < to; row++) {
      const left = xOf((x[row]! + xTo[row]!) / 2);
      const top = yOf(max[row]!);
      if (row === from) surface.moveTo(left, Number.isFinite(top) ? top : bottom);
      else surface.lineTo(left, Number.isFinite(top) ? top : bottom);
    }
    for (let row = to - 1; row >= from; row--) {
      const low = yOf(min[row]!);
      // On a log axis a least value of zero or below lies beyond the bottom edge.
      surface.lineTo(xOf((x[row]! + xTo[row]!) / 2), Number.isFinite(low) ? low : bottom);
    }
    surface.closePath();
    surface.fill();
    from = to;
  }
}

/** Fills between two lines of their own, whose points need not lie at the same places. */
export function drawEdges(surface: Surface, scene: Scene, color: string, { low, high }: { low: Edge; high: Edge }) {
  const up = placesOf(scene, high);
  const down = placesOf(scene, low);
  if (up.length < 2 || down.length < 2) return;
  surface.fillStyle = withAlpha(color, bandAlpha);
  surface.beginPath();
  up.forEach(([left, top], at) => (at === 0 ? surface.moveTo(left, top) : surface.lineTo(left, top)));
  for (const [left, top] of down.reverse()) surface.lineTo(left, top);
  surface.closePath();
  surface.fill();
}

function placesOf({ xOf, yOf, box }: Scene, { columns, y }: Edge): [left: number, top: number][] {
  const places: [number, number][] = [];
  for (let row = 0; row < y.length; row++) {
    const left = xOf((columns.x[row]! + columns.xTo[row]!) / 2);
    if (!Number.isFinite(left) || !Number.isFinite(y[row]!)) continue;
    const top = yOf(y[row]!);
    places.push([left, Number.isFinite(top) ? top : box.top + box.height]);
  }
  return places;
}

/** Fills below a line: down to zero, or to what it lies on. */
export function drawArea(surface: Surface, { xOf, yOf, box }: Scene, { color, columns, y, floor }: ChartLine) {
  const bottom = box.top + box.height;
  const zero = yOf(0);
  const ground = Number.isFinite(zero) ? Math.min(Math.max(zero, box.top), bottom) : bottom;
  const leftOf = (row: number) => xOf((columns.x[row]! + columns.xTo[row]!) / 2);
  const isThere = (row: number) => Number.isFinite(leftOf(row)) && Number.isFinite(yOf(y[row]!));
  const groundOf = (row: number) => {
    const top = floor === undefined ? ground : yOf(floor[row]!);
    return Number.isFinite(top) ? top : bottom;
  };
  surface.fillStyle = withAlpha(color, floor === undefined ? areaAlpha : stackAlpha);
  for (let from = 0; from < y.length; from++) {
    if (!isThere(from)) continue;
    let to = from;
    while (to < y.length && isThere(to)) to++;
    surface.beginPath();
    surface.moveTo(leftOf(from), groundOf(from));
    for (let row = from; row < to; row++) surface.lineTo(leftOf(row), yOf(y[row]!));
    for (let row = to - 1; row > from; row--) surface.lineTo(leftOf(row), groundOf(row));
    surface.closePath();
    surface.fill();
    from = to;
  }
}
