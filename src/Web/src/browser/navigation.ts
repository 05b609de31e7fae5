import { useCallback, useMemo, useSyncExternalStore } from 'react';

import type { Change, HistoryMode } from '../model/change';

const moved = 'neptunealt:moved';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(moved, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(moved, listener);
  };
}

const address = () => window.location.pathname + window.location.search;

/** The page's address; renders again when it changes. */
export function useAddress(): { pathname: string; search: string } {
  const now = useSyncExternalStore(subscribe, address);
  return useMemo(() => {
    const at = now.indexOf('?');
    return at < 0 ? { pathname: now, search: '' } : { pathname: now.slice(0, at), search: now.slice(at) };
  }, [now]);
}

/** Goes to an address of the app. `replace`: does not add a history entry (typing in a filter). */
export function navigate(to: string, how: HistoryMode = 'push'): void {
  if (to === address()) return;
  if (how === 'push') window.history.pushState(null, '', to);
  else window.history.replaceState(null, '', to);
  window.dispatchEvent(new Event(moved));
}

/** The part of the page's state that lives in the address, and how to change it. */
export function useView<T>(parse: (search: string) => T, print: (view: T) => string): [T, Change<T>] {
  const { search } = useAddress();
  const view = useMemo(() => parse(search), [parse, search]);
  const change = useCallback<Change<T>>(
    (update, how = 'push') => {
      // Reads the address again: of two changes in one event, both must hold.
      const { pathname, search: latest } = window.location;
      navigate(pathname + print(update(parse(latest))), how);
    },
    [parse, print],
  );
  return [view, change];
}
