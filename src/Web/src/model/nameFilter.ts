/** The server's form of an attribute-name filter: alternatives, each a set of regexes that must and must not match. */
export interface NameFilter {
  mustMatchAny: NameAlternative[];
}

export interface NameAlternative {
  mustMatchRegexes?: string[];
  mustNotMatchRegexes?: string[];
}

/**
 * Reads an extended regex: ` & ` is AND, ` | ` is OR (both with white space around them), a leading `!` is NOT; AND
 * binds tighter than OR. What is left are RE2 patterns, matched anywhere in the name. A literal space around an
 * ampersand is written `\x20`, a literal leading exclamation mark `\x21`.
 *
 * @returns null when there is nothing to filter by.
 */
export function parseExtendedRegex(text: string): NameFilter | null {
  if (text.trim() === '') return null;
  const alternatives = text.split(/\s+\|\s+/).map(parseAlternative);
  const stated = alternatives.filter((one) => one.mustMatchRegexes ?? one.mustNotMatchRegexes);
  return stated.length === 0 ? null : { mustMatchAny: stated };
}

function parseAlternative(text: string): NameAlternative {
  const must: string[] = [];
  const mustNot: string[] = [];
  for (const raw of text.split(/\s+&\s+/)) {
    const term = raw.trim();
    if (term.startsWith('!')) {
      const pattern = term.slice(1).trim();
      if (pattern !== '') mustNot.push(pattern);
    } else if (term !== '') {
      must.push(term);
    }
  }
  return {
    ...(must.length > 0 ? { mustMatchRegexes: must } : {}),
    ...(mustNot.length > 0 ? { mustNotMatchRegexes: mustNot } : {}),
  };
}

/** The text that {@link parseExtendedRegex} reads back as the same filter. */
export function printExtendedRegex(filter: NameFilter): string {
  return filter.mustMatchAny
    .map((one) =>
      [...(one.mustMatchRegexes ?? []), ...(one.mustNotMatchRegexes ?? []).map((pattern) => `!${pattern}`)].join(' & '),
    )
    .join(' | ');
}

/** Escapes a name so that a regex matches exactly that text, in RE2 and in the extended form. */
export function quoteRegex(name: string): string {
  return name
    .replace(/[\\^$.*+?()[\]{}|&!]/g, (sign) => (sign === '!' ? '\\x21' : `\\${sign}`))
    .replace(/\s/g, (space) => `\\x{${space.codePointAt(0)!.toString(16)}}`);
}

/** Matches names in the browser, for lists that are here. Patterns that JavaScript cannot read match as text. */
export function nameMatcher(text: string): (name: string) => boolean {
  const filter = parseExtendedRegex(text);
  if (filter === null) return () => true;
  const alternatives = filter.mustMatchAny.map((one) => ({
    must: (one.mustMatchRegexes ?? []).map(test),
    mustNot: (one.mustNotMatchRegexes ?? []).map(test),
  }));
  return (name) =>
    alternatives.some(
      (one) => one.must.every((matches) => matches(name)) && !one.mustNot.some((matches) => matches(name)),
    );
}

function test(pattern: string): (name: string) => boolean {
  try {
    const regex = new RegExp(pattern, 'iu');
    return (name) => regex.test(name);
  } catch {
    const lower = pattern.toLowerCase();
    return (name) => name.toLowerCase().includes(lower);
  }
}
