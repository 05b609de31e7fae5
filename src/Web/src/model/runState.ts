import { numberOf, textOf, type Run } from './run';

/**
 * What a run is doing. Clients do not say that they close: a run without a sign of life for five minutes is inactive
 * (`idle` to the server), whether it is done, crashed or takes a break; one that somebody marked as failed is failed.
 */
export type RunStateName = 'running' | 'failed' | 'idle';

export function stateOf(run: Run): RunStateName {
  if (textOf(run, 'sys/failed') === 'true') return 'failed';
  return run.state === 'running' ? 'running' : 'idle';
}

/** When the run last logged anything; null where that is not known. */
export function lastSeen(run: Run): string | null {
  return textOf(run, 'sys/ping_time') ?? textOf(run, 'sys/modification_time');
}

/** What else is odd about a run's times, in a sentence; null for nothing. */
export function timeNote(run: Run, now: number): string | null {
  if (hasFuture(run, now)) {
    return 'A point has a time in the future. Later points with the right time are refused until it is removed.';
  }
  const [created, seconds] = [createdAt(run), numberOf(run, 'sys/running_time_seconds') ?? 0];
  return created !== null && seconds * 1000 > now - created + skewMs
    ? 'It has points from before it was created: its time counts from the first of them.'
    : null;
}

/** Clocks of machines differ by less. */
const skewMs = 86_400_000;
/** Points may be older than their run, but not by so much. */
const oldMs = 400 * 86_400_000;

/** Whether points of the run lie so far beyond its start that they cannot have happened yet. */
export function hasFuture(run: Run, now: number): boolean {
  const [created, seconds] = [createdAt(run), numberOf(run, 'sys/running_time_seconds') ?? 0];
  return created !== null && seconds * 1000 > now - created + oldMs;
}

function createdAt(run: Run): number | null {
  const created = textOf(run, 'sys/creation_time');
  return created === null ? null : new Date(created).getTime();
}
