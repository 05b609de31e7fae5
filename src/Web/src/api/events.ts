import { EventStreams, type Change } from './eventStreams';

export type { Change } from './eventStreams';

/** Streams of this tab alone, where the browser has no workers that tabs share. */
const own = new EventStreams();

/**
 * Tells what changes in a project, for as long as it is open. All tabs share one stream a project: over HTTP/1.1 a
 * browser opens six connections to a server, and a stream a tab would use them up.
 *
 * @returns what closes it.
 */
export function watchProject(project: string, changed: (change: Change) => void): () => void {
  if (typeof SharedWorker === 'undefined') return own.listen(project, changed);
  const { port } = new SharedWorker(new URL('./eventsWorker.ts', import.meta.url), { type: 'module', name: 'events' });
  port.onmessage = ({ data }: MessageEvent<Change>) => changed(data);
  port.postMessage(project);
  // A worker is not told that a tab has gone. One that comes back from the browser's memory may have missed something.
  const left = () => port.postMessage(null);
  const shown = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    port.postMessage(project);
    changed('any');
  };
  addEventListener('pagehide', left);
  addEventListener('pageshow', shown);
  return () => {
    removeEventListener('pagehide', left);
    removeEventListener('pageshow', shown);
    left();
    port.close();
  };
}
