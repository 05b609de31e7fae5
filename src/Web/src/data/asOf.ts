import { createContext, use } from 'react';

/** The moment that what is inside shows series at, as the server named it; null: now. */
export const AsOfContext = createContext<string | null>(null);

export const useAsOf = (): string | null => use(AsOfContext);
