/** The files of series as a grid for each series: runs down, steps across. */
export interface MediaSpec {
  /** Extended regex over the paths of file series. */
  filter: string;
  /** The last step that is shown; null for the last there is. */
  step: number | null;
}
