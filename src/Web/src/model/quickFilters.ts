export const relativeTimes = ['lastDay', 'lastWeek', 'lastMonth', 'lastQuarter'] as const;
export type RelativeTime = (typeof relativeTimes)[number];

export const states = ['running', 'idle', 'failed'] as const;
export type RunState = (typeof states)[number];

/** What people call them. That a run is silent is all that is known of it: clients do not say that they close. */
export const stateNames: Record<RunState, string> = { running: 'running', idle: 'inactive', failed: 'failed' };

/** What people call the state of a run that the server names. */
export function stateText(state: string): string {
  return state === 'idle' ? stateNames.idle : state;
}

/** Filters that one press sets; all that are set must hold, of owners and of states any. */
export interface QuickFilters {
  owners: string[];
  states: RunState[];
  tags: string[];
  /** Days, `2026-03-05`; both belong to the range. */
  from: string | null;
  to: string | null;
  relative: RelativeTime | null;
}

export const noQuickFilters: QuickFilters = { owners: [], states: [], tags: [], from: null, to: null, relative: null };

export function countQuick(quick: QuickFilters): number {
  const times = [quick.from, quick.to, quick.relative].filter((one) => one !== null).length;
  return quick.owners.length + quick.states.length + quick.tags.length + times;
}
