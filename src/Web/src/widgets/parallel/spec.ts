import type { Field } from '../../model/field';
import type { Range } from '../../model/range';

/** A line for each run through its values, one axis an attribute. */
export interface ParallelSpec {
  /** null: chosen by what sets the runs apart. */
  axes: Field[] | null;
  /** What is kept of each axis, by the axis' key. */
  brushes: Record<string, Range>;
  /** null: each run has its own color. */
  colorBy: Field | null;
}
