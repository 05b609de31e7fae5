import type { WidgetDto } from '../api/dashboards';
import { inOrder, type Board, type BoardSection, type BoardWidget } from './board';
import { same } from './merge';
import { kindOf, widgetTitle } from './options';

export type DifferenceKind = 'added' | 'removed' | 'changed' | 'moved';

/** What became of a widget, or of the head of a section. */
export interface Difference {
  id: string;
  kind: DifferenceKind;
  title: string;
  /** Which parts of it changed, by the names that the document has for them. */
  parts: readonly string[];
}

export interface SectionDifference {
  id: string;
  name: string;
  /** Of the section itself; null where it is as it was. */
  head: Difference | null;
  widgets: readonly Difference[];
}

export interface BoardDifference {
  /** Parts of the dashboard beside its sections: its name, and what all charts have. */
  parts: readonly string[];
  /** Sections with a difference, in the order of the later version; what went comes last. */
  sections: readonly SectionDifference[];
  /** The later version, with what went below the widgets of each section. */
  both: Board;
  /** By the ids of widgets. */
  kinds: ReadonlyMap<string, DifferenceKind>;
}

interface Placed extends BoardWidget {
  section: string;
}

/** What changed from one version of a board to a later one. */
export function diffBoards(before: Board, after: Board): BoardDifference {
  const [old, fresh] = [placedIn(before), placedIn(after)];
  const gone = before.sections.filter(({ id }) => !after.sections.some((one) => one.id === id));
  const ordered = [...after.sections, ...gone];
  const found = ordered.map((section): SectionDifference => {
    const formerly = before.sections.find(({ id }) => id === section.id);
    const isGone = gone.includes(section);
    return {
      id: section.id,
      name: section.head === null ? 'The top' : (section.head.name ?? '') || 'Section',
      head: headDifference(formerly, isGone ? undefined : section),
      widgets: [
        ...(isGone ? [] : inOrder(section.widgets).flatMap((one) => widgetDifference(one, section, old, fresh))),
        ...removedFrom(formerly, fresh).map((one) => differenceOf(one.dto, 'removed')),
      ],
    };
  });
  const sections = found.filter(({ head, widgets }) => head !== null || widgets.length > 0);
  const kinds = new Map(sections.flatMap(({ widgets }) => widgets.map(({ id, kind }) => [id, kind] as const)));
  const both = { ...after, sections: ordered.map((section) => withRemoved(section, before, fresh, gone)) };
  return { parts: boardParts(before, after), sections, both, kinds };
}

function headDifference(before: BoardSection | undefined, after: BoardSection | undefined): Difference | null {
  const head = after?.head ?? before?.head ?? null;
  if (head === null) return null;
  if (before === undefined) return differenceOf(head, 'added');
  if (after === undefined) return differenceOf(head, 'removed');
  const parts = changedParts(before.head, after.head);
  return parts.length === 0 ? null : differenceOf(head, 'changed', parts);
}

function widgetDifference(
  widget: BoardWidget,
  section: BoardSection,
  old: ReadonlyMap<string, Placed>,
  fresh: ReadonlyMap<string, Placed>,
): Difference[] {
  const formerly = old.get(widget.id);
  if (formerly === undefined) return [differenceOf(widget.dto, 'added')];
  const parts = changedParts(formerly.dto, widget.dto);
  if (parts.length > 0) return [differenceOf(widget.dto, 'changed', parts)];
  const { x, w, h } = formerly.cell;
  const isElsewhere = formerly.section !== section.id || widget.cell.x !== x;
  const isSized = widget.cell.w !== w || widget.cell.h !== h;
  const isMoved = isElsewhere || isSized || !keptOrder(section, old, fresh).has(widget.id);
  return isMoved ? [differenceOf(widget.dto, 'moved', isSized ? ['size'] : [])] : [];
}

const orders = new WeakMap<BoardSection, ReadonlySet<string>>();

/** The widgets of a section that follow each other as before: what came or went above them is no move of theirs. */
function keptOrder(
  section: BoardSection,
  old: ReadonlyMap<string, Placed>,
  fresh: ReadonlyMap<string, Placed>,
): ReadonlySet<string> {
  const known = orders.get(section);
  if (known !== undefined) return known;
  const rank = new Map([...old.values()].filter((one) => fresh.has(one.id)).map((one, at) => [one.id, at]));
  const ids = inOrder(section.widgets).flatMap(({ id }) => (rank.has(id) ? [id] : []));
  const kept = new Set(longestRise(ids.map((id) => rank.get(id)!)).map((at) => ids[at]!));
  orders.set(section, kept);
  return kept;
}

/** The places of a longest series of numbers that rise, in a list of different ones. */
function longestRise(ranks: readonly number[]): number[] {
  const lengths: number[] = [];
  const from: number[] = [];
  let last = -1;
  for (const [at, rank] of ranks.entries()) {
    [lengths[at], from[at]] = [1, -1];
    for (let before = 0; before < at; before++) {
      if (ranks[before]! < rank && lengths[before]! + 1 > lengths[at]!) {
        [lengths[at], from[at]] = [lengths[before]! + 1, before];
      }
    }
    if (last < 0 || lengths[at]! > lengths[last]!) last = at;
  }
  const places: number[] = [];
  for (let at = last; at >= 0; at = from[at]!) places.unshift(at);
  return places;
}

function removedFrom(section: BoardSection | undefined, fresh: ReadonlyMap<string, Placed>): BoardWidget[] {
  return inOrder(section?.widgets ?? []).filter(({ id }) => !fresh.has(id));
}

function withRemoved(
  section: BoardSection,
  before: Board,
  fresh: ReadonlyMap<string, Placed>,
  gone: readonly BoardSection[],
): BoardSection {
  const removed = removedFrom(before.sections.find(({ id }) => id === section.id), fresh);
  const own = gone.includes(section) ? [] : section.widgets;
  let y = own.reduce((most, { cell }) => Math.max(most, cell.y + cell.h), 0);
  const below = removed.map((widget) => {
    const cell = { ...widget.cell, x: 0, y };
    y += cell.h;
    return { ...widget, cell };
  });
  return { ...section, widgets: [...own, ...below] };
}

function placedIn({ sections }: Board): Map<string, Placed> {
  return new Map(
    sections.flatMap(({ id, widgets }) => inOrder(widgets).map((one) => [one.id, { ...one, section: id }] as const)),
  );
}

function differenceOf(dto: WidgetDto, kind: DifferenceKind, parts: readonly string[] = []): Difference {
  const title = widgetTitle(dto) || (kindOf(dto) === 'text' ? 'Text' : dto.type);
  return { id: dto.id, kind, title, parts };
}

/** Which fields and options differ. */
function changedParts(before: WidgetDto | null, after: WidgetDto | null): string[] {
  const [a, b] = [before, after].map(
    (dto): Record<string, unknown> => ({ ...dto, options: undefined, ...dto?.options }),
  );
  return keysThatDiffer(a!, b!);
}

function boardParts(before: Board, after: Board): string[] {
  const [a, b] = [before, after].map(({ name, rest }): Record<string, unknown> => {
    const { extra, ...others } = rest;
    return { ...others, ...extra, name };
  });
  return keysThatDiffer(a!, b!);
}

/** Words for fields whose names say little. */
const words: Record<string, string> = {
  freeText: 'text',
  attributes: 'metrics',
  attributeNameMustMatchRegexes: 'names',
  attributeNameMustNotMatchRegexes: 'names left out',
  config: 'settings',
  layoutSettings: 'grid',
};

/** What programs keep for themselves: the form of a document, what a draft began from, and the file that it is. */
const unsaid = ['v', 'base', 'key'];

function keysThatDiffer(a: Record<string, unknown>, b: Record<string, unknown>): string[] {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const different = keys.filter((key) => !unsaid.includes(key) && !same(a[key], b[key]));
  return [...new Set(different.map((key) => words[key] ?? key))].sort();
}
