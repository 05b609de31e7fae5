/** From the lower to the upper end, in the values of an axis. */
export type Range = readonly [number, number];
