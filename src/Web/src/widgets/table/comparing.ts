import type { Direction, Directions } from '../../model/direction';
import type { Field } from '../../model/field';
import type { Run } from '../../model/run';

/** How the runs of a table are compared: against one of them, and by the colors that an attribute gives them. */
export interface Comparing {
  /** The baseline's id; null for none. */
  baseline: string | null;
  setBaseline: (run: string | null) => void;
  /** The baseline with the values of the columns; null while they are on their way. */
  values: Run | null;
  directions: Directions;
  /** null: as the name of the metric says. */
  setDirection: (path: string, direction: Direction | null) => void;
  /** What colors the runs in charts; null: each has its own color. */
  colorBy: Field | null;
  setColorBy: (field: Field | null) => void;
  /** The colors that it gives, by run; null where runs have their own. */
  colors: ReadonlyMap<string, string> | null;
}
