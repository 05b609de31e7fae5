import type { RelativeKind } from '../model/baseline';
import { directionOf, type Directions } from '../model/direction';
import { valueAt } from './draw/scene';
import type { Entry } from './legendEntries';

export type Verdict = 'better' | 'worse';

export interface Against {
  /** The run that others are compared with; null for none. */
  baseline: string | null;
  /** How lines are drawn: where they are differences or ratios, their values say it by themselves. */
  relative: RelativeKind;
  directions: Directions;
}

/** Which values are better than the baseline's and which are worse, as far as it is known which way is better. */
export function verdictsOf(entries: readonly Entry[], against: Against): ReadonlyMap<Entry, Verdict> {
  const found = new Map<Entry, Verdict>();
  const { baseline, relative, directions } = against;
  if (baseline === null) return found;
  const levels = new Map<string, number>();
  for (const { line, row } of entries) if (line.run === baseline) levels.set(line.metric, valueAt(line, row));
  for (const entry of entries) {
    const { line, row } = entry;
    if (line.run === baseline || line.path === undefined) continue;
    const direction = directionOf(line.path, directions);
    const than = { none: levels.get(line.metric) ?? NaN, difference: 0, ratio: 1 }[relative];
    const value = valueAt(line, row);
    if (direction === null || !Number.isFinite(value - than) || value === than) continue;
    found.set(entry, value < than === (direction === 'lower') ? 'better' : 'worse');
  }
  return found;
}
