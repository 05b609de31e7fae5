import { createContext, type ReactNode } from 'react';

import type { ChartSpec } from '../model/chart';

/** What a page adds to the tools of each of its charts. */
export const ChartTools = createContext<((chart: ChartSpec) => ReactNode) | null>(null);
