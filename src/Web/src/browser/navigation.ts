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
 * browsers keep to themselves, until the server keeps it; then the address has its id.
 */
const searchMax = 1800;

/** Search parts that the server keeps, by their ids; and the ids by them. */
const keptById = new Map<string, string>();
const idOfKept = new Map<string, string>();

/** The id in the address of what the server keeps; null for none. */
function keptId(): string | null {
  return /^\?kept=([0-9a-f]{32})$/.exec(window.location.search)?.[1] ?? null;
}

/** The search part of the page's address, wherever it stands; empty while what the server keeps of it is not known. */
export function currentSearch(): string {
  const { hash, search } = window.location;
  if (hash.startsWith('#?')) return hash.slice(1);
  const id = keptId();
  return id === null ? search : (keptById.get(id) ?? '');
}

const address = () => window.location.pathname + currentSearch();

const unknownId = () => {
  const id = window.location.hash.startsWith('#?') ? null : keptId();
  return id === null || keptById.has(id) ? null : id;
};

const unkept = () => (window.location.hash.startsWith('#?') ? window.location.hash.slice(1) : null);

/** The id of a search part that has to be asked from the server before the page can be shown. */
export function useUnknownId(): string | null {
  return useSyncExternalStore(subscribe, unknownId);
}

/** A search part that is so long that the server should keep it; null for none. */
export function useUnkept(): string | null {
  return useSyncExternalStore(subscribe, unkept);
}

/** Says that the server keeps a search part under this id: where the address has either, it is the short one. */
export function setKept(id: string, search: string): void {
  const isHere = unkept() === search;
  keptById.set(id, search);
  idOfKept.set(search, id);
  if (isHere) window.history.replaceState(null, '', `${window.location.pathname}?kept=${id}`);
  window.dispatchEvent(new Event(moved));
}

/** An address of the app as browsers and people get it. */
export function linkTo(to: string): string {
  const at = to.indexOf('?');
  if (at < 0 || to.length - at <= searchMax) return to;
  const id = idOfKept.get(to.slice(at));
  return to.slice(0, at) + (id === undefined ? `#${to.slice(at)}` : `?kept=${id}`);
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
