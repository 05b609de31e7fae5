import { formatNumber } from '../../model/format';
import { formatValue, type ValueFormat } from '../../model/valueFormat';
import { meanOf } from './value';

/** Which run's value stands for several: the first one's, or one of all. */
export type LiveReduction = 'first' | 'min' | 'max' | 'mean';

/** A value within a text: `{{ formula | .3f | min }}`. */
export interface LiveSpec {
  formula: string;
  reduce: LiveReduction;
  /** `.3f`, `.2e`, `si`, `%`, `duration` of seconds or `bytes`; empty: as numbers are written. */
  format: string;
}

/** Most of a text; those behind say so. */
export const liveMax = 200;

// Of texts that people write these characters are taken out: who stands between them is a place of a value.
const [opening, closing] = ['\ue000', '\ue001'];
const marks = /[\ue000\ue001]/g;

/** A place of a value in a text that {@link withPlaces} wrote. */
export const placed = /\ue000(\d+)\ue001/g;

const braces = /\{\{((?:[^{}]|\{[^{}]*\})+)\}\}/g;

/** A text with a mark in place of each value, so that Markdown and LaTeX leave it alone; and what stood there. */
export function withPlaces(text: string): { text: string; sources: string[] } {
  const sources: string[] = [];
  const marked = text.replace(marks, '').replace(braces, (source) => {
    sources.push(source);
    return `${opening}${sources.length - 1}${closing}`;
  });
  return { text: marked, sources };
}

/** The text again as it was written, where it is no text: in code, LaTeX and addresses. */
export function withoutPlaces(text: string, sources: readonly string[]): string {
  return text.replace(placed, (_, at: string) => sources[Number(at)] ?? '');
}

const option = /\s*\|\s*(\.\d{1,2}[fe]|si|%|duration|bytes|first|min|max|mean)\s*$/;

/** @param source with its braces. */
export function readLive(source: string): LiveSpec {
  let formula = source.slice(2, -2).trim();
  const spec: Omit<LiveSpec, 'formula'> = { reduce: 'first', format: '' };
  for (let found = option.exec(formula); found !== null; found = option.exec(formula)) {
    const word = found[1]!;
    if (['first', 'min', 'max', 'mean'].includes(word)) spec.reduce = word as LiveReduction;
    else spec.format = word;
    formula = formula.slice(0, found.index);
  }
  return { formula, ...spec };
}

const named: Record<string, ValueFormat> = { si: 'si', '%': 'percent', duration: 'duration', bytes: 'bytes' };

export function formatLive(value: number, format: string): string {
  const known = named[format];
  if (known !== undefined) return formatValue(value, { format: known });
  const [, digits, kind] = /^\.(\d{1,2})([fe])$/.exec(format) ?? [];
  if (digits === undefined || !Number.isFinite(value)) return formatNumber(value);
  return kind === 'f' ? value.toFixed(Number(digits)) : value.toExponential(Number(digits));
}

/** The value that stands for those of the runs, and the place of its run; null where it is of none or of all. */
export function reduceLive(
  values: readonly (number | null)[],
  reduce: LiveReduction,
): { value: number; of: number | null; count: number } | null {
  const there = values.flatMap((value, of) => (value === null || Number.isNaN(value) ? [] : [{ value, of }]));
  const [first] = there;
  if (first === undefined) return null;
  const count = there.length;
  switch (reduce) {
    case 'first':
      return { ...first, count };
    case 'min':
      return { ...there.reduce((best, one) => (one.value < best.value ? one : best)), count };
    case 'max':
      return { ...there.reduce((best, one) => (one.value > best.value ? one : best)), count };
    case 'mean':
      return { value: meanOf(there.map(({ value }) => value)), of: null, count };
  }
}
