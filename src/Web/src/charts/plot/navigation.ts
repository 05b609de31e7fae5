import type { Range } from '../../model/range';

/** Moves a range by a share of its width. */
export function panned(range: Range, share: number, isLog: boolean): Range {
  return through(range, isLog, ([low, high]) => [low + (high - low) * share, high + (high - low) * share]);
}

/** Makes a range wider (above 1) or narrower around a place in it, which stays where it is. */
export function scaled(range: Range, factor: number, at: number, isLog: boolean): Range {
  return through(range, isLog, ([low, high]) => {
    const middle = low + (high - low) * at;
    return [middle - (middle - low) * factor, middle + (high - middle) * factor];
  });
}

/** On a log axis distances are those of logarithms. */
function through(range: Range, isLog: boolean, change: (range: Range) => Range): Range {
  if (!isLog) return change(range);
  const [low, high] = change([Math.log(range[0]), Math.log(range[1])]);
  return [Math.exp(low), Math.exp(high)];
}
