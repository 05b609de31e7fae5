import type { Directions } from './direction';
import type { Field } from './field';
import type { Range } from './range';

export const compareModes = ['attributes', 'parallel', 'scatter', 'bars', 'media'] as const;
export type CompareMode = (typeof compareModes)[number];

/** What the side-by-side tab shows. Each of its widgets takes its part of it; what two share has one value. */
export interface CompareView {
  mode: CompareMode;
  /** Extended regex over attribute paths. */
  filter: string;
  onlyDifferent: boolean;
  /** The baseline: the run that the others are compared with, also in the table and in charts. */
  reference: string | null;
  /** What people said which values of a metric are better, where its name does not say it. */
  directions: Directions;
  /** Of the parallel coordinates; null: chosen by the page. */
  axes: Field[] | null;
  /** What is kept of each axis, by the axis as text. */
  brushes: Record<string, Range>;
  /** Colors by the value of an attribute rather than by run. */
  colorBy: Field | null;
  x: Field | null;
  y: Field | null;
  xLog: boolean;
  yLog: boolean;
  bar: Field | null;
  /** Media: the last step that is shown; null for the last there is. */
  step: number | null;
}

export const defaultCompare: CompareView = {
  mode: 'attributes',
  filter: '',
  onlyDifferent: false,
  reference: null,
  directions: {},
  axes: null,
  brushes: {},
  colorBy: null,
  x: null,
  y: null,
  xLog: false,
  yLog: false,
  bar: null,
  step: null,
};
