import type { Field } from '../../model/field';

/** One value of each run as a bar. */
export interface BarsSpec {
  /** null: chosen by what sets the runs apart. */
  bar: Field | null;
  /** null: each run has its own color. */
  colorBy: Field | null;
}
