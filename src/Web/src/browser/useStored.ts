import { useCallback, useSyncExternalStore } from 'react';

const stored = 'neptunealt:stored';

function subscribe(listener: () => void): () => void {
  window.addEventListener('storage', listener);
  window.addEventListener(stored, listener);
  return () => {
    window.removeEventListener('storage', listener);
    window.removeEventListener(stored, listener);
  };
}

/** What a person keeps in this browser under a key, the same in all of its tabs; null for nothing. */
export function useStored(key: string): [string | null, (text: string | null) => void] {
  const read = useCallback(() => localStorage.getItem(key), [key]);
  const value = useSyncExternalStore(subscribe, read);
  const set = useCallback(
    (text: string | null) => {
      if (text === null) localStorage.removeItem(key);
      else localStorage.setItem(key, text);
      window.dispatchEvent(new Event(stored));
    },
    [key],
  );
  return [value, set];
}

/** A set of texts that a person keeps in this browser. */
export function useStoredSet(
  key: string,
): [ReadonlySet<string>, (change: (now: Set<string>) => Iterable<string>) => void] {
  const [text, setText] = useStored(key);
  const set = useCallback(
    (change: (now: Set<string>) => Iterable<string>) => {
      const next = [...change(readSet(localStorage.getItem(key)))];
      setText(next.length === 0 ? null : JSON.stringify(next));
    },
    [key, setText],
  );
  return [readSetOnce(text), set];
}

const none: ReadonlySet<string> = new Set();
let lastRead: { text: string; set: ReadonlySet<string> } | null = null;

/** The same set for the same text: what depends on it need not run again. */
function readSetOnce(text: string | null): ReadonlySet<string> {
  if (text === null) return none;
  if (lastRead?.text !== text) lastRead = { text, set: readSet(text) };
  return lastRead.set;
}

function readSet(text: string | null): Set<string> {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return new Set(Array.isArray(value) ? value.map(String) : []);
  } catch {
    return new Set();
  }
}
