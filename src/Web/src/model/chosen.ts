/** What stands in an address, or is found. */
export const chosenMax = 500;

const nameForm = /^[A-Za-z][\w-]{0,39}$/;

/** Letters, digits, `_` and `-`, with a letter first. */
export function isVariableName(text: string): boolean {
  return nameForm.test(text);
}

/** What was chosen, by the names of variables. */
export type Chosen = Readonly<Record<string, readonly string[]>>;
