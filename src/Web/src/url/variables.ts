import { chosenMax, isVariableName, type Chosen } from '../model/chosen';

const prefix = 'var.';

/** What was chosen for the variables of a dashboard: `var.layer=3`, once for each value. */
export function readChosen(params: URLSearchParams): Chosen {
  const keys = [...params.keys()].filter((key) => key.startsWith(prefix));
  const names = new Set(keys.map((key) => key.slice(prefix.length)));
  return Object.fromEntries(
    [...names]
      .filter(isVariableName)
      .map((name) => [name, [...new Set(params.getAll(prefix + name))].slice(0, chosenMax)] as const),
  );
}

export function writeChosen(chosen: Chosen, params: URLSearchParams): void {
  for (const [name, values] of Object.entries(chosen)) {
    for (const value of values) params.append(prefix + name, value);
  }
}
