import type { Run } from '../../../model/run';
import type { FamilyMember } from './family';

/** Where a run lies on the x axis. */
export interface Span {
  /** Where it was forked, or where it began. */
  start: number;
  /** The last that is known of it. */
  end: number;
}

/** A run of the graph: a row with a line from where it left its parent. */
export interface Lane extends Span {
  run: Run;
  depth: number;
  row: number;
  /** The row of its parent; null for a root. */
  parent: number | null;
  /** How far its children leave it, which can be beyond its own end. */
  reach: number;
  forks: number;
  /** Runs that are not drawn because it is closed. */
  hidden: number;
}

/** Of a lane, in pixels. */
export const rowHeight = 30;

/** Families of up to this many runs start expanded; of larger ones, only the path to the current run does. */
const openMax = 60;

/** Puts each run under its parent: those that left it last come first, so that no branch crosses another. */
export function lanesOf(
  roots: readonly FamilyMember[],
  spanOf: (run: Run) => Span,
  isOpen: (member: FamilyMember) => boolean,
): Lane[] {
  const lanes: Lane[] = [];
  const put = ({ run, children, ...rest }: FamilyMember, depth: number, parent: number | null) => {
    const forks = children
      .map((member) => ({ member, span: spanOf(member.run) }))
      .sort((a, b) => b.span.start - a.span.start);
    const { start, end } = spanOf(run);
    const isShown = isOpen({ run, children, ...rest });
    const row = lanes.length;
    lanes.push({
      run,
      depth,
      row,
      parent,
      start,
      end: Math.max(start, end),
      reach: isShown ? forks.reduce((most, { span }) => Math.max(most, span.start), Math.max(start, end)) : end,
      forks: forks.length,
      hidden: isShown ? 0 : sizeOf(children),
    });
    if (isShown) for (const { member } of forks) put(member, depth + 1, row);
  };
  for (const root of roots) put(root, 0, null);
  return lanes;
}

function sizeOf(members: readonly FamilyMember[]): number {
  return members.reduce((sum, { children }) => sum + 1 + sizeOf(children), 0);
}

/** The runs that are expanded before anybody collapses or expands one. */
export function openAtFirst(roots: readonly FamilyMember[], current: string): Set<string> {
  const isSmall = sizeOf(roots) <= openMax;
  const open = new Set<string>();
  const visit = ({ run, children }: FamilyMember): boolean => {
    // All are visited, whatever the first of them says.
    const leads = children.map(visit).some(Boolean) || run.id === current;
    if (isSmall || leads) open.add(run.id);
    return leads;
  };
  for (const root of roots) visit(root);
  return open;
}

/** The x axis that holds all of the lanes. */
export function extentOf(lanes: readonly Lane[]): [number, number] {
  const min = lanes.reduce((least, { start }) => Math.min(least, start), Infinity);
  const max = lanes.reduce((most, { reach }) => Math.max(most, reach), -Infinity);
  if (!Number.isFinite(min) || !Number.isFinite(max)) return [0, 1];
  return max > min ? [min, max] : [min, min + 1];
}
