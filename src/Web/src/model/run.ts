import type { Attribute, FieldType } from './attribute';
import { stateText } from './quickFilters';

/** One row of the runs table. */
export interface Run {
  /** sys/id, such as LLM-29: what addresses and series name a run by. */
  id: string;
  customId: string;
  /** The experiment's name; null for a run without one. */
  name: string | null;
  /** running or idle. */
  state: string | null;
  attributes: ReadonlyMap<string, Attribute>;
}

/** Runs that share the values of the attributes grouped by. */
export interface RunGroup {
  id: string;
  /** A value for each level down to the group's own; null for the runs that lack the attribute. */
  values: (string | string[] | null)[];
  count: number;
  /** Of an opened innermost group. */
  runs: Run[];
  /** An opened group holds more than was asked for. */
  more: boolean;
}

/** What a row of the table is: an experiment, shown as its newest run, or a single run. */
export type RowMode = 'experiments' | 'runs';

export function runLabel(run: Run, mode: RowMode): string {
  return mode === 'experiments' ? (run.name ?? run.customId) : run.customId;
}

/** What the runs of a group share, as the server has it: colors are kept under it. */
export function groupText(value: RunGroup['values'][number]): string {
  if (value === null) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  return value === '' ? 'empty' : value;
}

/** The same in people's words: of `sys/state` the name of the state. */
export function groupLabel(value: RunGroup['values'][number], { type }: { type: FieldType }): string {
  return type === 'experimentState' && typeof value === 'string' ? stateText(value) : groupText(value);
}

export function textOf(run: Run, path: string): string | null {
  const attribute = run.attributes.get(path);
  if (attribute?.type === 'int') return attribute.digits;
  return attribute !== undefined && 'value' in attribute ? String(attribute.value) : null;
}

export function numberOf(run: Run, path: string): number | null {
  const attribute = run.attributes.get(path);
  return attribute?.type === 'float' || attribute?.type === 'int' ? attribute.value : null;
}

export function isArchived(run: Run): boolean {
  return textOf(run, 'sys/archived') === 'true';
}

export function isTrashed(run: Run): boolean {
  return textOf(run, 'sys/trashed') === 'true';
}

/** Archived, or in the trash. */
export function isPutAway(run: Run): boolean {
  return isArchived(run) || isTrashed(run);
}
