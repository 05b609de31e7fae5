import { createContext } from 'react';

import type { BoardScope } from '../widget';

/** By section, the runs of a board that is shown by a public link: the server says them. null elsewhere. */
export const SharedScopes = createContext<ReadonlyMap<string, BoardScope> | null>(null);
