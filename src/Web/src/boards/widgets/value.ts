import { formatNumber } from '../../model/format';
import type { ValueOptions } from '../options';

/** A value of the widget's: of a run, or of them all. */
export interface Shown {
  /** In the list of runs; null where it stands for several. */
  run: number | null;
  /** Of a mean: how many runs have the value. */
  count?: number;
  value: number | null;
}

/** What the widget shows of the runs' values. What is no number counts for nothing. */
export function reduced(
  values: readonly (number | null)[],
  { reduce, goal }: Pick<ValueOptions, 'reduce' | 'goal'>,
): Shown[] {
  const known = values.flatMap((value, run) => (value === null || Number.isNaN(value) ? [] : [{ run, value }]));
  switch (reduce) {
    case 'all':
      return values.map((value, run) => ({ run, value }));
    case 'first':
      return known.slice(0, 1);
    case 'best': {
      const isBetter = (a: number, b: number) => (goal === 'min' ? a < b : a > b);
      const best = known.reduce((now, one) => (isBetter(one.value, now.value) ? one : now), known[0]!);
      return known.length === 0 ? [] : [best];
    }
    case 'mean':
      return known.length === 0
        ? []
        : [{ run: null, value: meanOf(known.map(({ value }) => value)), count: known.length }];
  }
}

/** The mean, also where the sum is too large for a number. */
export function meanOf(values: readonly number[]): number {
  const sum = values.reduce((all, value) => all + value, 0);
  const isTooLarge = !Number.isFinite(sum) && values.every(Number.isFinite);
  return isTooLarge ? values.reduce((all, value) => all + value / values.length, 0) : sum / values.length;
}

/** Whether a value meets the target; null where there is none. */
export function meets(value: number | null, { target, goal }: Pick<ValueOptions, 'target' | 'goal'>): boolean | null {
  if (target === null || value === null || Number.isNaN(value)) return null;
  return goal === 'min' ? value <= target : value >= target;
}

export function valueText(value: number | null, { digits, unit }: Pick<ValueOptions, 'digits' | 'unit'>): string {
  if (value === null) return '–';
  const rounded = Number.isFinite(value) ? Number(value.toPrecision(digits)) : value;
  return unit === '' ? formatNumber(rounded) : `${formatNumber(rounded)} ${unit}`;
}

/** How a value stands against that of the baseline run; null where one of them is missing. */
export function against(
  value: number | null,
  base: number | null,
  { goal, digits, unit }: Pick<ValueOptions, 'goal' | 'digits' | 'unit'>,
): { text: string; isGood: boolean | null } | null {
  if (value === null || base === null || !Number.isFinite(value) || !Number.isFinite(base)) return null;
  const difference = value - base;
  if (difference === 0) return { text: '±0', isGood: null };
  const sign = difference < 0 ? '−' : '+';
  const percent = Number(Math.abs((100 * difference) / base).toPrecision(3));
  const share = base === 0 ? '' : ` (${sign}${formatNumber(percent)}%)`;
  const text = `${sign}${valueText(Math.abs(difference), { digits, unit })}${share}`;
  return { text, isGood: goal === 'min' ? difference < 0 : difference > 0 };
}
