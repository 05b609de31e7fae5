import { quoteRegex } from '../model/nameFilter';

/** Metrics whose names differ in their numbers alone, such as those of the layers of a model. */
export interface Family {
  /** `layers/#/grad_norm`. */
  name: string;
  members: number;
  /** Matches these names and no others: `^layers/\d+/grad_norm$`. */
  regex: string;
}

const fewest = 3;

/** The families among names, those with the most members first. */
export function familiesOf(names: readonly string[]): Family[] {
  const counts = new Map<string, number>();
  for (const name of new Set(names)) {
    const collapsed = name.replace(/\d+/g, '#');
    // A name that has a # of its own would not be told from a number.
    if (collapsed !== name && !name.includes('#')) counts.set(collapsed, (counts.get(collapsed) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, members]) => members >= fewest)
    .sort(([, one], [, other]) => other - one)
    .map(([name, members]) => ({ name, members, regex: regexOf(name) }));
}

function regexOf(name: string): string {
  return `^${name.split('#').map(quoteRegex).join('\\d+')}$`;
}
