/** What somebody makes, as it is, was and would be again. */
export interface History<T> {
  past: readonly T[];
  now: T;
  future: readonly T[];
  /** What the last change was of; null after a step back or forth. */
  of: string | null;
  /** When it was, in milliseconds. */
  at: number;
}

const stepsMax = 200;
/** Changes of one field that follow each other as fast are one step. */
const pauseMs = 1000;

export function historyOf<T>(now: T): History<T> {
  return { past: [], now, future: [], of: null, at: 0 };
}

/** @param of what is changed, such as a field; null for what is a step of its own in any case. */
export function changed<T>(history: History<T>, next: T, of: string | null, at: number): History<T> {
  if (next === history.now) return history;
  const isSame = of !== null && of === history.of && at - history.at < pauseMs && history.past.length > 0;
  const past = isSame ? history.past : [...history.past, history.now].slice(-stepsMax);
  return { past, now: next, future: [], of, at };
}

export function undone<T>(history: History<T>): History<T> {
  const { past, now, future } = history;
  const before = past.at(-1);
  if (before === undefined) return history;
  return { past: past.slice(0, -1), now: before, future: [now, ...future], of: null, at: 0 };
}

export function redone<T>(history: History<T>): History<T> {
  const { past, now, future } = history;
  const [next, ...rest] = future;
  return next === undefined ? history : { past: [...past, now], now: next, future: rest, of: null, at: 0 };
}
