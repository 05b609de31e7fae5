/** Runs that share what the table groups them by. */
export interface ChartGroup {
  id: string;
  label: string;
  /** `#rrggbb`, chosen by a person; without it the group has the color of its id. */
  color?: string | undefined;
}

/** A run as charts and widgets know it. */
export interface ChartRun {
  id: string;
  label: string;
  /** `#rrggbb`, chosen by a person; without it the run has the color of its id. */
  color?: string | undefined;
  /** Where the table shows groups. */
  group?: ChartGroup | undefined;
}
