import type { Attribute } from './attribute';
import type { Field } from './field';
import { formatApart, formatNumber, formatShort } from './format';
import { linearTicks, powersOfTen } from './ticks';

/** A value that a chart can place on an axis; null for one that it cannot. */
export type Datum = number | string | null;

export type Scale =
  | { kind: 'number'; min: number; max: number; isLog: boolean; isWhole: boolean }
  | { kind: 'category'; values: readonly string[] };

export interface Tick {
  /** 0 at the start of the axis, 1 at its end. */
  at: number;
  label: string;
}

const categoriesMax = 40;
/** From such a ratio on, small values would be one point of a linear axis. */
const logRatio = 1000;
/** Ratios to smaller numbers can be beyond what a number can say. */
const leastLog = 1e-290;
/** Half of the smallest numbers is 0, which would leave an axis without length. */
const leastPad = 1e-300;

/**
 * The axis on which all of the values have a place.
 *
 * @param isLog undefined: as the values suggest. Values that are not above 0 leave an axis linear.
 */
export function scaleOf(values: readonly Datum[], isLog?: boolean): Scale {
  const present = values.filter((value) => value !== null);
  const numbers = present.filter((value) => typeof value === 'number' && Number.isFinite(value)) as number[];
  if (numbers.length < present.filter((value) => typeof value === 'number').length && numbers.length === 0)
    return numberScale([0]);
  if (present.some((value) => typeof value === 'string')) {
    const names = [...new Set(present.map(String))];
    return { kind: 'category', values: names.sort(compareNames).slice(0, categoriesMax) };
  }
  return numberScale(numbers, isLog);
}

function numberScale(numbers: readonly number[], wanted?: boolean): Scale {
  const isWhole = numbers.length > 0 && numbers.every(Number.isInteger);
  let min = numbers.reduce((a, b) => Math.min(a, b), Infinity);
  let max = numbers.reduce((a, b) => Math.max(a, b), -Infinity);
  if (numbers.length === 0) [min, max] = [0, 1];
  const isLog = min >= leastLog && (wanted ?? max / min >= logRatio);
  if (min === max) {
    const pad = min === 0 ? 1 : Math.max(Math.abs(min) / 2, leastPad);
    [min, max] = isLog ? [min / 2, Math.min(max * 2, Number.MAX_VALUE)] : [within(min - pad), within(max + pad)];
  }
  return { kind: 'number', min, max, isLog, isWhole };
}

const within = (value: number) => Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);

const collator = new Intl.Collator('en', { numeric: true });
const compareNames = (a: string, b: string) => collator.compare(a, b) || (a < b ? -1 : 1);

/** The place of a value on its axis, from 0 at the start to 1 at the end; null if it has none. */
export function place(scale: Scale, value: Datum): number | null {
  if (value === null) return null;
  if (scale.kind === 'category') {
    const at = scale.values.indexOf(String(value));
    return at < 0 ? null : scale.values.length === 1 ? 0.5 : at / (scale.values.length - 1);
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  const { min, max, isLog } = scale;
  if (!isLog)
    return Number.isFinite(max - min) ? (value - min) / (max - min) : (value / 2 - min / 2) / (max / 2 - min / 2);
  if (value <= 0) return null;
  // As a difference, because the ratio of a large number to a small one can be beyond what a number can say. Of
  // neighbors the logarithms can be the same.
  const length = Math.log(max) - Math.log(min);
  return length > 0 ? (Math.log(value) - Math.log(min)) / length : (value - min) / (max - min);
}

/** The value, or the number of the category, at a place. */
export function valueAt(scale: Scale, at: number): number {
  if (scale.kind === 'category') return at * Math.max(0, scale.values.length - 1);
  const { min, max, isLog } = scale;
  if (isLog) return Math.exp(Math.log(min) * (1 - at) + Math.log(max) * at);
  return Number.isFinite(max - min) ? min + at * (max - min) : min * (1 - at) + max * at;
}

/** What a range is compared with: the value, or the number of its category. */
export function ordinal(scale: Scale, value: Datum): number | null {
  if (value === null) return null;
  if (scale.kind === 'number') return typeof value === 'number' && Number.isFinite(value) ? value : null;
  const at = scale.values.indexOf(String(value));
  return at < 0 ? null : at;
}

/** At most `count` marks at round values, or one for each category. */
export function ticks(scale: Scale, count: number): Tick[] {
  if (scale.kind === 'category') {
    return scale.values.map((label) => ({ at: place(scale, label)!, label: label === '' ? 'empty' : label }));
  }
  const all = scale.isLog ? logTicks(scale.min, scale.max, count) : linearTicks(scale.min, scale.max, count);
  const values = scale.isWhole ? all.filter(Number.isInteger) : all;
  const labels = formatApart(values, label);
  return values.map((value, at) => ({ at: place(scale, value)!, label: labels[at]! }));
}

function label(value: number): string {
  return Math.abs(value) >= 10_000 ? formatShort(value) : formatNumber(value);
}

function logTicks(min: number, max: number, count: number): number[] {
  const powers = powersOfTen(min, max);
  if (powers.length < 2) return linearTicks(min, max, count).filter((value) => value > 0);
  const every = Math.max(1, Math.ceil(powers.length / Math.max(1, count)));
  return powers.filter((_, at) => at % every === 0);
}

/** The labels of the two ends of an axis. */
export function ends(scale: Scale): readonly [string, string] {
  if (scale.kind === 'number') return formatApart([scale.min, scale.max], label) as [string, string];
  return [scale.values[0] ?? '', scale.values.at(-1) ?? ''];
}

/** The value of a run's attribute on an axis. */
export function datumOf(attribute: Attribute | undefined, field: Field): Datum {
  if (attribute === undefined || attribute.type !== field.type) return null;
  switch (attribute.type) {
    case 'floatSeries':
      return attribute[field.aggregation];
    case 'float':
    case 'int':
    case 'formula':
      return attribute.value;
    case 'bool':
      return attribute.value ? 'true' : 'false';
    case 'datetime':
      return new Date(attribute.value).getTime();
    case 'stringSet':
      return [...attribute.values].sort().join(', ');
    case 'string':
    case 'experimentState':
      return attribute.value.slice(0, 200);
    case 'stringSeries':
      return attribute.last?.slice(0, 200) ?? null;
    default:
      return null;
  }
}
