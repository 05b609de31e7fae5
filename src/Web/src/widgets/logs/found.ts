import { parseExtendedRegex } from '../../model/nameFilter';

export interface Part {
  part: string;
  isFound: boolean;
}

/** A text in the parts that a search finds in it, and those between. */
export function found(text: string, search: string): Part[] {
  const patterns = parseExtendedRegex(search)?.mustMatchAny.flatMap((one) => one.mustMatchRegexes ?? []) ?? [];
  const regex = regexOf(patterns);
  if (regex === null) return [{ part: text, isFound: false }];
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(regex)) {
    if (match[0] === '') continue;
    if (match.index > from) parts.push({ part: text.slice(from, match.index), isFound: false });
    parts.push({ part: match[0], isFound: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ part: text.slice(from), isFound: false });
  return parts;
}

/** null for nothing to look for, or what is no pattern here. */
function regexOf(patterns: readonly string[]): RegExp | null {
  if (patterns.length === 0) return null;
  try {
    return new RegExp(patterns.map((pattern) => `(?:${pattern})`).join('|'), 'giu');
  } catch {
    return null;
  }
}
