import { parseExtendedRegex } from '../filter';

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

export const notArchived = `NOT (${attributeRef('sys/archived', 'bool')} = true)`;

/** The runs of these ids. */
export function idsQuery(ids: readonly string[]): string {
  return any(...ids.map((id) => `${attributeRef('sys/id', 'string')} == ${quoteValue(id)}`));
}
