import { formatBytes, formatDuration, formatNumber, formatShort } from './format';
import { oneOf } from './oneOf';

/** How the values of a line are written. */
export const valueFormats = ['auto', 'integer', 'decimal', 'percent', 'si', 'scientific', 'duration', 'bytes'] as const;
export type ValueFormat = (typeof valueFormats)[number];

export const unitCharsMax = 16;

/** What the values of a line are in, and how they are written. */
export interface Notation {
  unit?: string;
  format?: ValueFormat;
}

/** A value in a notation: `0.25` as a percentage is `25%`, `1500` in `tok/s` is `1500 tok/s`. */
export function formatValue(value: number, { unit = '', format = 'auto' }: Notation): string {
  const text = Number.isFinite(value) ? writers[format](value) : formatNumber(value);
  return unit === '' ? text : `${text} ${unit}`;
}

/** The same in fewer characters, for the marks of an axis. */
export function formatMark(value: number, { format = 'auto', ...rest }: Notation): string {
  return formatValue(value, { ...rest, format: format === 'auto' ? 'si' : format });
}

const decimal = new Intl.NumberFormat('en-US', { minimumFractionDigits: 3, maximumFractionDigits: 3 });
const integer = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

const writers: Record<ValueFormat, (value: number) => string> = {
  auto: formatNumber,
  integer: (value) => integer.format(value),
  decimal: (value) => decimal.format(value),
  percent: (value) => `${formatNumber(Number((100 * value).toPrecision(4)))}%`,
  si: formatShort,
  scientific: (value) => value.toExponential(3),
  // People log durations in seconds.
  duration: (value) => formatDuration(1000 * value),
  bytes: (value) => (value < 0 ? `−${formatBytes(-value)}` : formatBytes(value)),
};

/** The notation out of JSON, as far as it is known here. */
export function readNotation(json: unknown): Notation {
  const { unit, format } = (json ?? {}) as Partial<Record<keyof Notation, unknown>>;
  const known = oneOf(valueFormats, typeof format === 'string' ? format : null);
  const text = typeof unit === 'string' ? unit.replace(/\s+/g, ' ').trim().slice(0, unitCharsMax) : '';
  return {
    ...(text === '' ? {} : { unit: text }),
    ...(known === null || known === 'auto' ? {} : { format: known }),
  };
}

/** The notation that all of these share; plain numbers where they differ. */
export function sharedNotation(all: readonly Notation[]): Notation {
  const [first = {}, ...rest] = all;
  const isShared = rest.every(({ unit, format }) => unit === first.unit && format === first.format);
  return isShared ? first : {};
}
