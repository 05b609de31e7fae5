import { useState } from 'react';

/** The value, or where there is none the last one there was: what was known stays while a wrong question is mended. */
export function useLast<T>(value: T | undefined): T | undefined {
  const [last, setLast] = useState(value);
  if (value !== undefined && value !== last) setLast(value);
  return value ?? last;
}
