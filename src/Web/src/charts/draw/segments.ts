import type { ChartLine } from './scene';

/** The points that a part of a line consists of: an ancestor's, the run's own, or previews, which may still change. */
export type SegmentKind = 'inherited' | 'own' | 'preview';

/** Rows of a line, from `from` up to before `to`. */
export interface Segment {
  kind: SegmentKind;
  from: number;
  to: number;
}

/** The parts of a line, in order. The stroke that joins two of them belongs to the fainter one. */
export function segmentsOf({ columns, inheritedTo }: ChartLine): Segment[] {
  const { stepTo, previews } = columns;
  const segments: Segment[] = [];
  for (let row = 0; row < stepTo.length; row++) {
    const before = segments.at(-1);
    const kind = previews[row]! > 0 ? 'preview' : whose(stepTo[row]!, inheritedTo, before?.kind);
    if (before?.kind === kind) before.to = row + 1;
    else segments.push({ kind, from: row, to: row + 1 });
  }
  return segments;
}

/** A bucket without finite values has no step: it belongs to the part before it. */
function whose(step: number, inheritedTo: number, before: SegmentKind | undefined): SegmentKind {
  if (Number.isNaN(step) && before === 'inherited') return before;
  return step <= inheritedTo ? 'inherited' : 'own';
}

/** The rows to draw for a part, with those at its ends to which it is joined. */
export function joined(segments: readonly Segment[], at: number): Segment {
  const { kind, from, to } = segments[at]!;
  const isFainter = (other: Segment | undefined) => other !== undefined && faintness[kind] > faintness[other.kind];
  return { kind, from: isFainter(segments[at - 1]) ? from - 1 : from, to: isFainter(segments[at + 1]) ? to + 1 : to };
}

const faintness = { own: 0, inherited: 1, preview: 2 };
