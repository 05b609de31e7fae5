import type { XMode } from '../../model/chartSettings';
import type { LineData } from '../../model/lineData';
import type { Range } from '../../model/range';

const dayMs = 86_400_000;
/** Training goes on for weeks, and clocks differ by hours: what lies beyond by so much is no time that passed. */
const relativeMax = 400 * dayMs;

/**
 * The part of a time axis that holds what happened, where points lie far in the future; null where none do. One such
 * point would leave no room for all the others.
 *
 * @param lines with all that they have.
 * @param age how long ago the oldest of the runs was made, in milliseconds.
 */
export function withoutFuture(lines: readonly LineData[], x: XMode, now: number, age: number): Range | null {
  if (x !== 'absolute' && x !== 'relative') return null;
  const limit = x === 'absolute' ? now + dayMs : age + relativeMax;
  let [from, to] = [Infinity, -Infinity];
  let isBeyond = false;
  for (const { x: starts, xTo } of lines) {
    for (let row = 0; row < starts.length; row++) {
      if (xTo[row]! > limit) isBeyond = true;
      if (starts[row]! > limit) continue;
      from = Math.min(from, starts[row]!);
      to = Math.max(to, Math.min(xTo[row]!, limit));
    }
  }
  return isBeyond && from < to ? [from, to] : null;
}
