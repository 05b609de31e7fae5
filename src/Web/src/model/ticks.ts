import type { Range } from './range';

/** The smallest numbers have too few digits for round ones between them. */
const leastStep = 1e-320;

/**
 * Round values across a range: 1, 2 or 5 times a power of ten apart. Never many more than `count`, and never a loop
 * without end, whatever the range: between neighboring numbers there are no others.
 */
export function linearTicks(min: number, max: number, count: number): number[] {
  const rough = max / Math.max(1, count) - min / Math.max(1, count);
  if (!(rough >= leastStep) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough * 0.999) ?? rough;
  // As many digits as two neighboring marks need to differ.
  const digits = Math.min(17, Math.max(12, Math.ceil(Math.log10(Math.max(-min, max)) - Math.log10(step)) + 2));
  const out: number[] = [];
  const triesMax = 2 * count + 10;
  // Counted in steps: adding them up would drift.
  for (
    let n = Math.ceil(min / step - 1e-9), tries = 0;
    tries < triesMax && n * step - max <= step * 1e-9;
    n++, tries++
  ) {
    const value = Number((n * step).toPrecision(digits));
    // Of values that differ in their last digits only, round ones are beside them, or the same. No mark is at -0.
    if (value - min >= -step * 1e-9 && value - max <= step * 1e-9 && value !== out.at(-1)) out.push(value + 0);
  }
  return out;
}

/** Powers of ten across a range above zero. */
export function powersOfTen(min: number, max: number): number[] {
  if (!(min > 0) || !Number.isFinite(max)) return [];
  const powers: number[] = [];
  const end = Math.min(max * (1 + 1e-9), Number.MAX_VALUE);
  for (let power = Math.ceil(Math.log10(min) - 1e-9); ; power++) {
    // Exact, which 10 ** -4 is not.
    const value = Number(`1e${power}`);
    if (!(value <= end)) return powers;
    powers.push(value);
  }
}

/** Marks of a chart: round values and, on a log axis, powers of ten, with 2 and 5 times them where there is room. */
export function ticks([low, high]: Range, isLog: boolean, count: number): number[] {
  if (!isLog) return linearTicks(low, high, count);
  if (!(low > 0)) return [];
  const powers = powersOfTen(low, high);
  const every = Math.max(1, Math.ceil((powers.length + 1) / Math.max(1, count)));
  if (every > 1) return powers.filter((_, at) => at % every === 0);
  if (powers.length * 2 > count) return powers.length > 2 ? powers : linearTicks(low, high, count).filter(isPositive);
  const around = powers.length === 0 ? [] : [powers[0]! / 10, ...powers];
  const values = around
    .flatMap((power) => [power, Number((2 * power).toPrecision(1)), Number((5 * power).toPrecision(1))])
    .filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
  return values.length > 2 ? values : linearTicks(low, high, count).filter(isPositive);
}

const isPositive = (value: number) => value > 0;
