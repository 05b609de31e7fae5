/** The eyes of the table: which runs charts and widgets show. */
export interface VisibilityControl {
  /** The runs that are drawn. */
  ids: readonly string[];
  isVisible: (run: string) => boolean;
  toggle: (run: string) => void;
  /** Draws these runs too, or no longer. */
  set: (runs: readonly string[], isVisible: boolean) => void;
  /** Draws these runs and no others. */
  setOnly: (runs: readonly string[]) => void;
}
