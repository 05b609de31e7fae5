import { createContext, use } from 'react';

/** Puts the values of a dashboard's variables into a formula that somebody writes, so that it can be looked at. */
export const FilledContext = createContext<(formula: string) => string>((formula) => formula);

export function useFilled(): (formula: string) => string {
  return use(FilledContext);
}
