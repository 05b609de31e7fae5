import { useCallback, useSyncExternalStore } from 'react';

const changed = 'neptunealt:stored';

// In a frame of another page a browser may keep nothing.

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // Then it is as by default the next time.
  }
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('storage', listener);
  window.addEventListener(changed, listener);
  return () => {
    window.removeEventListener('storage', listener);
    window.removeEventListener(changed, listener);
  };
}

/** What a person keeps in this browser under a key, the same in all of its tabs; null for nothing. */
export function useStored(key: string): [string | null, (text: string | null) => void] {
  const read = useCallback(() => stored(key), [key]);
  const value = useSyncExternalStore(subscribe, read);
  const set = useCallback(
    (text: string | null) => {
      store(key, text);
      window.dispatchEvent(new Event(changed));
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
      const next = [...change(readSet(stored(key)))];
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
