import type { RelativeKind } from '../../model/baseline';
import type { LineData } from '../../model/lineData';

/**
 * A line against another one: its difference from it, or its ratio to it. Between its points the other is taken as
 * straight; where it has none, or where the ratio is to 0, there is nothing to compare with.
 */
export function relativeTo(line: LineData, base: LineData, kind: RelativeKind): LineData {
  if (kind === 'none') return line;
  const rows = line.x.length;
  const baseAt = follower(base);
  const made = { ...line };
  for (const name of ['mean', 'first', 'last', 'min', 'max', 'std'] as const) made[name] = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const than = baseAt((line.x[row]! + line.xTo[row]!) / 2);
    const against = (value: number) => (kind === 'difference' ? value - than : than === 0 ? NaN : value / than);
    for (const name of ['mean', 'first', 'last'] as const) made[name][row] = against(line[name][row]!);
    const [one, other] = [against(line.min[row]!), against(line.max[row]!)];
    // Moving a line leaves its deviations.
    made.std[row] = kind === 'difference' ? line.std[row]! : Math.abs(against(line.std[row]!));
    // The ratio to a negative number turns least and greatest round.
    made.min[row] = Math.min(one, other);
    made.max[row] = Math.max(one, other);
  }
  return made;
}

/** The value of a line at places that only go on; NaN beyond its ends. */
function follower({ x, xTo, mean }: LineData): (at: number) => number {
  const rows = Array.from(x.keys()).filter((row) => Number.isFinite(mean[row]!));
  const middle = (row: number) => (x[row]! + xTo[row]!) / 2;
  const [first, last] = [rows[0], rows.at(-1)];
  let next = 0;
  return (at) => {
    if (first === undefined || last === undefined || at < x[first]! || at > xTo[last]!) return NaN;
    while (next < rows.length && middle(rows[next]!) < at) next++;
    const [before, after] = [rows[next - 1], rows[next]];
    if (before === undefined) return mean[after!]!;
    if (after === undefined) return mean[before]!;
    const share = (at - middle(before)) / (middle(after) - middle(before));
    return mean[before]! * (1 - share) + mean[after]! * share;
  };
}
