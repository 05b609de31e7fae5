import type { Directions } from '../../model/direction';

/** Attributes as rows, runs as columns. */
export interface AttributesSpec {
  /** Extended regex over attribute paths. */
  filter: string;
  onlyDifferent: boolean;
  /** The run that the others are compared with. */
  reference: string | null;
  directions: Directions;
}
