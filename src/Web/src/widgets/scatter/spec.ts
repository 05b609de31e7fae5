import type { Field } from '../../model/field';

/** A point for each run, by two of its values. */
export interface ScatterSpec {
  /** null: chosen by what sets the runs apart. */
  x: Field | null;
  y: Field | null;
  xLog: boolean;
  yLog: boolean;
  /** null: each run has its own color. */
  colorBy: Field | null;
}
