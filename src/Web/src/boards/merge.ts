import type { WidgetDto } from '../api/dashboards';
import type { Board, BoardSection, BoardWidget, Cell } from './board';
import { compacted } from './edit';

/** A widget or the head of a section that two people changed apart, or that one changed and the other removed. */
export interface Conflict {
  id: string;
  /** null: removed. */
  mine: WidgetDto | null;
  theirs: WidgetDto | null;
}

export interface Merged {
  board: Board;
  /** Where the board has mine, unless somebody chose theirs. */
  conflicts: Conflict[];
}

interface Placed {
  dto: WidgetDto;
  section: string;
  cell: Cell;
}

/**
 * What two people made of the same board, in one. A widget that only one of them touched is as that one has it; places
 * are mine where both moved it.
 *
 * @param chosen for conflicts: the ids of those where theirs holds.
 */
export function mergeBoards(base: Board, mine: Board, theirs: Board, chosen: ReadonlySet<string> = new Set()): Merged {
  const conflicts: Conflict[] = [];
  const decide = (id: string, b: WidgetDto | null, m: WidgetDto | null, t: WidgetDto | null) => {
    if (same(m, t) || same(t, b)) return m;
    if (same(m, b)) return t;
    conflicts.push({ id, mine: m, theirs: t });
    return chosen.has(id) ? t : m;
  };
  const heads = mergeHeads(base, mine, theirs, decide);
  const widgets = new Map<string, BoardWidget[]>(heads.map(({ id }) => [id, []]));
  const [inBase, inMine, inTheirs] = [placedIn(base), placedIn(mine), placedIn(theirs)];
  for (const id of new Set([...inMine.keys(), ...inTheirs.keys()])) {
    const [b, m, t] = [inBase.get(id), inMine.get(id), inTheirs.get(id)];
    const dto = decide(id, b?.dto ?? null, m?.dto ?? null, t?.dto ?? null);
    if (dto === null) continue;
    const place = placeOf(b, m, t);
    // Its section may be gone: the last one takes it in.
    const into = widgets.get(place.section) ?? widgets.get(heads.at(-1)!.id)!;
    into.push({ id, dto, cell: place.cell });
  }
  const sections = heads.map(({ id, head }): BoardSection => ({ id, head, widgets: compacted(widgets.get(id)!) }));
  const name = pick(base.name, mine.name, theirs.name);
  return { board: { name, sections, rest: mergeRest(base, mine, theirs) }, conflicts };
}

function placeOf(b: Placed | undefined, m: Placed | undefined, t: Placed | undefined): Placed {
  const isMoved = (one: Placed) => b === undefined || one.section !== b.section || !same(one.cell, b.cell);
  if (m === undefined) return t!;
  return t !== undefined && !isMoved(m) ? t : m;
}

type Decide = (id: string, b: WidgetDto | null, m: WidgetDto | null, t: WidgetDto | null) => WidgetDto | null;

/** The sections in their order: mine if I reordered them, else theirs, with what the other has behind its neighbor. */
function mergeHeads(base: Board, mine: Board, theirs: Board, decide: Decide): Omit<BoardSection, 'widgets'>[] {
  const order = (board: Board) => board.sections.map(({ id }) => id);
  const kept = order(base).filter((id) => order(mine).includes(id));
  const isMineMoved = !same(kept, order(mine).filter((id) => kept.includes(id)));
  const [first, second] = isMineMoved ? [order(mine), order(theirs)] : [order(theirs), order(mine)];
  const ids = [...first];
  for (const [at, id] of second.entries()) {
    if (ids.includes(id)) continue;
    const before = second.slice(0, at).findLast((one) => ids.includes(one));
    ids.splice(before === undefined ? 0 : ids.indexOf(before) + 1, 0, id);
  }
  const head = (board: Board, id: string) => board.sections.find((section) => section.id === id)?.head ?? null;
  const sections = ids.flatMap((id): Omit<BoardSection, 'widgets'>[] => {
    if (id === '') return [{ id, head: null }];
    const decided = decide(id, head(base, id), head(mine, id), head(theirs, id));
    return decided === null ? [] : [{ id, head: decided }];
  });
  if (sections.length === 0) return [{ id: '', head: null }];
  // What has no head stands first.
  return sections.sort((a, b) => Number(a.id !== '') - Number(b.id !== ''));
}

function placedIn({ sections }: Board): Map<string, Placed> {
  return new Map(
    sections.flatMap((section) =>
      section.widgets.map(({ id, dto, cell }) => [id, { dto, cell, section: section.id }] as const),
    ),
  );
}

/** All else, key by key. */
function mergeRest(base: Board, mine: Board, theirs: Board): Board['rest'] {
  const [b, m, t] = [base, mine, theirs].map(({ rest }) => rest as Record<string, unknown>) as [Rest, Rest, Rest];
  const keys = new Set([...Object.keys(m), ...Object.keys(t)]);
  const entries = [...keys].map((key) => [key, pick(b[key], m[key], t[key])] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Board['rest'];
}

type Rest = Record<string, unknown>;

/** Mine where I changed it, else theirs. */
function pick<T>(base: T, mine: T, theirs: T): T {
  return same(mine, base) ? theirs : mine;
}

export function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
