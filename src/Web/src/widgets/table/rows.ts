import type { Run, RunGroup } from '../../model/run';

/** A row of the table. `more` shows more of a group, or with null of the whole table. */
export type TableRow =
  | { kind: 'run'; run: Run; level: number }
  | { kind: 'group'; group: RunGroup; level: number; isOpen: boolean }
  | { kind: 'more'; group: string | null; level: number; left: number };

export interface TableRows {
  /** Runs that match, in groups or not. */
  total: number;
  count: number;
  /** The row at this place of the table; null while it is on its way. */
  row: (index: number) => TableRow | null;
  isPending: boolean;
  /** What is shown belongs to the search before. */
  isStale: boolean;
  error: Error | null;
  retry: () => void;
}
