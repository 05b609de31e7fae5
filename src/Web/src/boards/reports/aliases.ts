import type { WidgetDto } from '../../api/dashboards';
import type { Board, BoardRest } from '../board';
import { setHead, type Edit } from '../edit';
import { withOptions } from '../options';

/** What a run or an experiment is called outside of this report. */
export interface Original {
  id: string;
  isExperiment: boolean;
}

interface AliasDto {
  originalId: string;
  nameAlias: string;
  createdAt: string;
  [unknown: string]: unknown;
}

interface GroupDto {
  projectId: string;
  aliases: AliasDto[];
  [unknown: string]: unknown;
}

const fieldOf = (isExperiment: boolean) => (isExperiment ? 'experimentAliases' : 'runAliases');

function groupsOf(rest: BoardRest, isExperiment: boolean): GroupDto[] {
  const groups = rest[fieldOf(isExperiment)];
  if (!Array.isArray(groups)) return [];
  return (groups as Partial<GroupDto>[]).filter((one): one is GroupDto => Array.isArray(one?.aliases));
}

/** Whether the report gives any names of its own. */
export function hasAliases(rest: BoardRest): boolean {
  return [true, false].some((isExperiment) => groupsOf(rest, isExperiment).length > 0);
}

/** @returns what the report calls a run or an experiment of a project; null for its own name. */
export function aliasOf(rest: BoardRest, project: string, { id, isExperiment }: Original): string | null {
  const groups = groupsOf(rest, isExperiment).filter(({ projectId }) => projectId === project);
  const found = groups.flatMap(({ aliases }) => aliases).find(({ originalId }) => originalId === id);
  return typeof found?.nameAlias === 'string' && found.nameAlias.trim() !== '' ? found.nameAlias : null;
}

/**
 * Gives a run another name in this report.
 *
 * @param alias empty: its own again.
 */
export function setAlias(project: string, { id, isExperiment }: Original, alias: string): Edit {
  return (board: Board) => {
    const groups = groupsOf(board.rest, isExperiment);
    const there = groups.find(({ projectId }) => projectId === project) ?? { projectId: project, aliases: [] };
    const before = there.aliases.find(({ originalId }) => originalId === id);
    const others = there.aliases.filter(({ originalId }) => originalId !== id);
    const made: AliasDto = {
      ...(before ?? { originalId: id, createdAt: new Date().toISOString() }),
      nameAlias: alias,
    };
    const group = { ...there, aliases: alias.trim() === '' ? others : [...others, made] };
    const rest = groups.filter((one) => one !== there);
    const next = group.aliases.length === 0 ? rest : [...rest, group];
    return { ...board, rest: { ...board.rest, [fieldOf(isExperiment)]: next } };
  };
}

interface ColorDto {
  owner: string;
  color: string;
}

function colorsOf(head: WidgetDto | null): ColorDto[] {
  const grid = head?.options?.grid as { colorsConfig?: { colors?: unknown } } | undefined;
  const colors = grid?.colorsConfig?.colors;
  if (!Array.isArray(colors)) return [];
  return (colors as Partial<ColorDto>[]).filter(
    (one): one is ColorDto => typeof one?.owner === 'string' && typeof one.color === 'string',
  );
}

const hex = /^#[0-9a-f]{6}$/i;

/** @returns the color that the section gives to a run; null for the run's own. */
export function colorIn(head: WidgetDto | null, id: string): string | null {
  const color = colorsOf(head).find(({ owner }) => owner === id)?.color;
  return color !== undefined && hex.test(color) ? color.toLowerCase() : null;
}

/** Gives a run a color in a section. @param color empty: its own again. */
export function setColorIn(head: WidgetDto, id: string, color: string): Edit {
  const grid = (head.options?.grid ?? {}) as { colorsConfig?: object };
  const others = colorsOf(head).filter(({ owner }) => owner !== id);
  const colors = color === '' ? others : [...others, { owner: id, color }];
  const next = { ...grid, colorsConfig: { ...grid.colorsConfig, colors } };
  return setHead(head.id, withOptions(head, { grid: next }));
}
