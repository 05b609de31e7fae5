import { useMemo } from 'react';

/** The same value for as long as it is the same JSON: what depends on it runs only when something in it changes. */
export function useStable<T>(value: T): T {
  const text = JSON.stringify(value);
  return useMemo(() => JSON.parse(text) as T, [text]);
}
