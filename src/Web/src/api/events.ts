import type { ChangedEvent } from './generated';

/** Which runs got new data: their sys/id, or that any may have. */
export type Change = readonly string[] | 'any';

/**
 * Tells which runs got new data, for as long as it is open. The browser reconnects by itself; what changed while it was
 * cut off was not heard, so then any run may have.
 *
 * @returns what closes it.
 */
export function watchRuns(project: string, changed: (change: Change) => void): () => void {
  const source = new EventSource(`/api/leaderboard/v1/events?projectIdentifier=${encodeURIComponent(project)}`);
  let wasOpen = false;
  source.addEventListener('open', () => {
    if (wasOpen) changed('any');
    wasOpen = true;
  });
  source.addEventListener('changed', (event) => {
    const change = readChange((event as MessageEvent<string>).data);
    if (change !== null) changed(change);
  });
  return () => source.close();
}

/** Reads the data of an event; null for what is none. */
export function readChange(text: string): Change | null {
  const data = JSON.parse(text) as Partial<ChangedEvent>;
  if (data.all === true) return 'any';
  return Array.isArray(data.runs) ? data.runs.map(String) : null;
}
