/** Whether a change makes an entry in the browser's history. `replace`: it does not, such as typing in a filter. */
export type HistoryMode = 'push' | 'replace';

/** Changes a part of the page's state. It gets the state as it is by then: two changes in one event both hold. */
export type Change<T> = (change: (now: T) => T, how?: HistoryMode) => void;

/** Changes one part of a larger state. */
export function changePart<T, K extends keyof T>(change: Change<T>, key: K): Change<T[K]> {
  return (update, how) => change((now) => ({ ...now, [key]: update(now[key]) }), how);
}
