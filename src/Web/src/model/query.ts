import { parseExtendedRegex } from './nameFilter';
import type { QuickFilters, RelativeTime } from './quickFilters';

/** A value as NQL writes it. */
export function quoteValue(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

export function attributeRef(path: string, type: string): string {
  return `\`${path}\`:${type}`;
}

/** Every part must hold; blank parts are left out. */
export function all(...parts: string[]): string {
  const stated = parts.filter((part) => part.trim() !== '');
  return stated.length === 1 ? stated[0]! : stated.map((part) => `(${part})`).join(' AND ');
}

/** One of the parts must hold. */
export function any(...parts: string[]): string {
  return parts.length === 1 ? parts[0]! : parts.map((part) => `(${part})`).join(' OR ');
}

/** The runs whose experiment name or run id matches an extended regex. */
export function nameQuery(text: string): string {
  const filter = parseExtendedRegex(text);
  if (filter === null) return '';
  const matches = (pattern: string) =>
    any(
      `${attributeRef('sys/name', 'string')} MATCHES ${quoteValue(pattern)}`,
      `${attributeRef('sys/custom_run_id', 'string')} MATCHES ${quoteValue(pattern)}`,
    );
  return any(
    ...filter.mustMatchAny.map((one) =>
      all(
        ...(one.mustMatchRegexes ?? []).map(matches),
        ...(one.mustNotMatchRegexes ?? []).map((pattern) => `NOT (${matches(pattern)})`),
      ),
    ),
  );
}

export const inTrash = `${attributeRef('sys/trashed', 'bool')} = true`;
export const notInTrash = `NOT (${inTrash})`;
export const notArchived = `NOT (${attributeRef('sys/archived', 'bool')} = true)`;

/** The runs of these ids. */
export function idsQuery(ids: readonly string[]): string {
  return any(...ids.map((id) => `${attributeRef('sys/id', 'string')} == ${quoteValue(id)}`));
}

const since: Record<RelativeTime, string> = { lastDay: '-1d', lastWeek: '-7d', lastMonth: '-1M', lastQuarter: '-3M' };

/** What the quick filters let through: any of the owners, any of the states, all of the tags, in the reader's days. */
export function quickQuery(quick: QuickFilters): string {
  const created = attributeRef('sys/creation_time', 'datetime');
  return all(
    anyOf('sys/owner', 'string', quick.owners),
    quick.states.length === 0 ? '' : any(...quick.states.map(stateQuery)),
    ...quick.tags.map((tag) => `${attributeRef('sys/tags', 'stringSet')} CONTAINS ${quoteValue(tag)}`),
    quick.from === null ? '' : `${created} >= ${quoteValue(dayStart(quick.from, 0))}`,
    quick.to === null ? '' : `${created} < ${quoteValue(dayStart(quick.to, 1))}`,
    quick.relative === null ? '' : `${created} >= ${quoteValue(since[quick.relative])}`,
  );
}

/** A failed run is neither running nor idle, whatever it last did. */
function stateQuery(state: QuickFilters['states'][number]): string {
  const failed = `${attributeRef('sys/failed', 'bool')} = true`;
  if (state === 'failed') return failed;
  return all(`${attributeRef('sys/state', 'experimentState')} = ${quoteValue(state)}`, `NOT (${failed})`);
}

function anyOf(path: string, type: string, values: readonly string[]): string {
  return values.length === 0 ? '' : any(...values.map((value) => `${attributeRef(path, type)} = ${quoteValue(value)}`));
}

function dayStart(day: string, later: number): string {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year!, month! - 1, date! + later).toISOString();
}
