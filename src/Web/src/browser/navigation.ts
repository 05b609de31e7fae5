import { useCallback, useMemo, useSyncExternalStore } from 'react';

import type { Change, HistoryMode } from '../model/change';

const moved = 'neptunealt:moved';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener('hashchange', listener);
  window.addEventListener(moved, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener('hashchange', listener);
    window.removeEventListener(moved, listener);
  };
}

/**
 * A longer search part is no part of what a server is asked for: it would refuse the page. It stands behind `#`, which
 * browsers keep to themselves.
 */
const searchMax = 1800;

/** The search part of the page's address, wherever it stands. */
export function currentSearch(): string {
  const { hash, search } = window.location;
  return hash.startsWith('#?') ? hash.slice(1) : search;
}

const address = () => window.location.pathname + currentSearch();

/** An address of the app as browsers and people get it. */
export function linkTo(to: string): string {
  const at = to.indexOf('?');
  return at < 0 || to.length - at <= searchMax ? to : `${to.slice(0, at)}#${to.slice(at)}`;
}

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
  if (how === 'push') window.history.pushState(null, '', linkTo(to));
  else window.history.replaceState(null, '', linkTo(to));
  window.dispatchEvent(new Event(moved));
}

/** The part of the page's state that lives in the address, and how to change it. */
export function useView<T>(parse: (search: string) => T, print: (view: T) => string): [T, Change<T>] {
  const { search } = useAddress();
  const view = useMemo(() => parse(search), [parse, search]);
  const change = useCallback<Change<T>>(
    (update, how = 'push') => {
      // Reads the address again: of two changes in one event, both must hold.
      navigate(window.location.pathname + print(update(parse(currentSearch()))), how);
    },
    [parse, print],
  );
  return [view, change];
}
