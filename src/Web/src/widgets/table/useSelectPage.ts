import { useCallback, useLayoutEffect, useRef } from 'react';

import type { TableRow } from './rows';
import type { Selection } from './selection';

/** Selects a row; with Shift, all between it and the one selected before; or all on the page. */
export function useSelectPage(
  row: (index: number) => TableRow | null,
  range: { startIndex: number; endIndex: number } | null,
  count: number,
  selection: Selection,
) {
  const last = useRef(-1);
  const runsBetween = (from: number, to: number) => {
    const ids: string[] = [];
    for (let index = Math.min(from, to); index <= Math.max(from, to); index++) {
      const one = row(index);
      if (one?.kind === 'run') ids.push(one.run.id);
    }
    return ids;
  };
  const toggle = (index: number, isRange: boolean) => {
    const [id] = runsBetween(index, index);
    if (id === undefined) return;
    const from = isRange && last.current >= 0 ? last.current : index;
    selection.set(runsBetween(from, index), !selection.ids.has(id));
    last.current = index;
  };
  // Rows render again only when their props change: so this function must stay the same.
  const latest = useRef(toggle);
  useLayoutEffect(() => {
    latest.current = toggle;
  });
  const select = useCallback((index: number, isRange: boolean) => latest.current(index, isRange), []);
  const onPage = range === null ? [] : runsBetween(range.startIndex, Math.min(count - 1, range.endIndex));
  const selectedCount = onPage.filter((id) => selection.ids.has(id)).length;
  const state =
    selectedCount === 0 ? ('none' as const) : selectedCount === onPage.length ? ('all' as const) : ('some' as const);
  return { select, state, selectAll: () => selection.set(onPage, state !== 'all') };
}
