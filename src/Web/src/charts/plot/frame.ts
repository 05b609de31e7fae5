import type { Range } from '../../model/range';

/** From values to the numbers that a scale of the plot has for them, and back. */
export interface Frame {
  to: (value: number) => number;
  from: (scaled: number) => number;
}

export const plainFrame: Frame = { to: (value) => value, from: (scaled) => scaled };

/** uPlot takes a scale of less length than 1e-16 for none. */
const lengthMin = 1e-12;

/** The frame in which a range has length: of tiny ranges their share from 0 to 1. */
export function frameOf([low, high]: Range, isLog: boolean): Frame {
  const length = high - low;
  if (isLog || length >= lengthMin || !(length > 0)) return plainFrame;
  return { to: (value) => (value - low) / length, from: (scaled) => low + scaled * length };
}
