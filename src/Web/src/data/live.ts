import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { connection } from '../api/connection';
import { watchProject } from '../api/events';
import { ping } from '../api/session';

/** Queries of what a running run changes have keys that start so. */
export const liveKey = (project: string) => ['live', project] as const;

const restMs = 1500;

/** How often each run changed since the page was opened: a refresh finds the lines that may have grown by it. */
const versions = new Map<string, number>();

/** How often any run may have changed unseen. */
let unseen = 0;

export function runVersion(project: string, run: string): number {
  return unseen + (versions.get(`${project}/${run}`) ?? 0);
}

/** Says that runs got new data, where no stream of events tells it: what is on the page is refreshed. */
export async function runsChanged(client: QueryClient, project: string, runs: readonly string[]): Promise<void> {
  for (const run of runs) {
    const key = `${project}/${run}`;
    versions.set(key, (versions.get(key) ?? 0) + 1);
  }
  await client.invalidateQueries({ queryKey: liveKey(project) }, { cancelRefetch: false });
}

/**
 * Refreshes what is on the page when runs of the project get new data. At most one refresh is under way; what changes
 * meanwhile makes one more. A page that nobody looks at waits.
 */
export function useLive(project: string): void {
  const client = useQueryClient();
  useEffect(() => {
    let isRunning = false;
    let isDue = false;
    let isClosed = false;
    const refresh = async () => {
      if (isRunning || document.hidden) {
        isDue = true;
        return;
      }
      isRunning = true;
      isDue = false;
      await client.invalidateQueries({ queryKey: liveKey(project) }, { cancelRefetch: false });
      await new Promise((resolve) => setTimeout(resolve, restMs));
      isRunning = false;
      if (isDue && !isClosed) void refresh();
    };
    const shown = () => {
      if (!document.hidden && isDue) void refresh();
    };
    const stop = watchProject(project, (change) => {
      if (change === 'cut') {
        // A page at rest would ask for nothing, and show what was as if it still were.
        if (connection.state() === 'ok') void ping();
        return;
      }
      if (typeof change === 'object' && 'boards' in change) return;
      if (change === 'any') unseen++;
      else
        for (const run of change) {
          const key = `${project}/${run}`;
          versions.set(key, (versions.get(key) ?? 0) + 1);
        }
      void refresh();
    });
    document.addEventListener('visibilitychange', shown);
    return () => {
      isClosed = true;
      stop();
      document.removeEventListener('visibilitychange', shown);
    };
  }, [client, project]);
}
