/** A mark as a chart over steps shows it. */
export interface StepMark {
  step: number;
  text: string;
  /** Of the run that it is of. */
  color: string;
}
