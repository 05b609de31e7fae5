import { createContext } from 'react';

import type { DifferenceKind } from '../diff';

/** What became of widgets, by their ids: they are outlined by it. */
export const MarksContext = createContext<ReadonlyMap<string, DifferenceKind>>(new Map());
