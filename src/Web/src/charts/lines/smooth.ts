import type { SmoothingKind } from '../../model/chartSettings';

export interface Smoothing {
  kind: SmoothingKind;
  /** In the unit of the x axis. 0 leaves the line as it is. */
  window: number;
}

/**
 * Smooths a line of points with rising x. A point without a value (NaN) stays without one and lends none to its
 * neighbors; at the ends the window shrinks to what there is.
 */
export function smooth(x: Float64Array, y: Float64Array, { kind, window }: Smoothing): Float64Array {
  if (!(window > 0) || y.length < 2) return y;
  switch (kind) {
    case 'none':
      return y;
    case 'ema':
      return exponential(x, y, window / 2);
    case 'gaussian':
      return gaussian(x, y, window);
    case 'sma':
      return mean(x, y, window, 0);
    case 'smaCentered':
      return mean(x, y, window / 2, window / 2);
  }
}

/** Exponential average, causal: a value one `reach` back counts 1/e. The start is not pulled to the first value. */
function exponential(x: Float64Array, y: Float64Array, reach: number): Float64Array {
  const out = new Float64Array(y.length);
  let sum = 0;
  let weight = 0;
  let at = x[0]!;
  for (let i = 0; i < y.length; i++) {
    const value = y[i]!;
    if (!Number.isFinite(value)) {
      out[i] = value;
      continue;
    }
    const decay = Math.exp(-(x[i]! - at) / reach);
    at = x[i]!;
    sum = sum * decay + value;
    weight = weight * decay + 1;
    out[i] = sum / weight;
  }
  return out;
}

/** Average of the values from `back` before to `ahead` after each point, both ends included. */
function mean(x: Float64Array, y: Float64Array, back: number, ahead: number): Float64Array {
  const out = new Float64Array(y.length);
  // Sums are taken relative to a value of the line, so that a small wave on a large level keeps its digits.
  const level = y.find(Number.isFinite) ?? 0;
  let sum = 0;
  let count = 0;
  let from = 0;
  let to = 0;
  for (let i = 0; i < y.length; i++) {
    for (; to < y.length && x[to]! <= x[i]! + ahead; to++) {
      if (!Number.isFinite(y[to]!)) continue;
      sum += y[to]! - level;
      count++;
    }
    for (; x[from]! < x[i]! - back; from++) {
      if (!Number.isFinite(y[from]!)) continue;
      sum -= y[from]! - level;
      count--;
    }
    out[i] = Number.isFinite(y[i]!) ? level + sum / count : y[i]!;
  }
  return out;
}

const bellSteps = 512;
/** The bell curve from its middle to three deviations out, where it is cut. */
const bell = Float64Array.from({ length: bellSteps + 1 }, (_, i) => Math.exp(-0.5 * (3 * (i / bellSteps)) ** 2));

/** Average weighed by a bell curve around each point, as wide as the window at three deviations to each side. */
function gaussian(x: Float64Array, y: Float64Array, window: number): Float64Array {
  const out = new Float64Array(y.length);
  const half = window / 2;
  let from = 0;
  for (let i = 0; i < y.length; i++) {
    if (!Number.isFinite(y[i]!)) {
      out[i] = y[i]!;
      continue;
    }
    while (x[from]! < x[i]! - half) from++;
    let sum = 0;
    let weight = 0;
    for (let j = from; j < y.length && x[j]! <= x[i]! + half; j++) {
      if (!Number.isFinite(y[j]!)) continue;
      const share = bell[Math.round((Math.abs(x[j]! - x[i]!) / half) * bellSteps)]!;
      sum += share * y[j]!;
      weight += share;
    }
    out[i] = sum / weight;
  }
  return out;
}
