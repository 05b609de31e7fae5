/** A number as people read it: six significant digits, and exponents only where the digits would not fit. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e12) return formatInteger(String(value));
  if (size >= 1e9 || size < 1e-4) return trimExponent(value.toExponential(4));
  return String(Number(value.toPrecision(6)));
}

/** Numbers in as few digits as tell them apart: what stands beside each other differs where the numbers do. */
export function formatApart(values: readonly number[], format: (value: number) => string = formatNumber): string[] {
  const count = new Set(values).size;
  const short = values.map(format);
  for (let digits = 9, texts = short; ; digits += 4, texts = values.map((value) => withDigits(value, digits))) {
    if (new Set(texts).size >= count || digits > 21) return texts;
  }
}

function withDigits(value: number, digits: number): string {
  return digits >= 17 || !Number.isFinite(value) ? String(value) : String(Number(value.toPrecision(digits)));
}

/** All digits of an integer, in groups of three where there are many. */
export function formatInteger(digits: string): string {
  return /^-?\d{5,}$/.test(digits) ? digits.replace(/\B(?=(\d{3})+$)/g, ',') : digits;
}

function trimExponent(text: string): string {
  return text.replace(/\.?0+e/, 'e').replace('e+', 'e');
}

/** A short label for an axis: 1500 is 1.5k. */
export function formatShort(value: number): string {
  const size = Math.abs(value);
  // Beyond, the digits before the T would be the long part.
  if (size >= 1e15) return formatNumber(value);
  for (const [unit, sign] of [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k']] as const) {
    if (size >= unit) return `${Number((value / unit).toPrecision(4))}${sign}`;
  }
  return formatNumber(value);
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** A span of time in its two largest units: 1d 4h, 12m 3s, 350ms. */
export function formatDuration(milliseconds: number): string {
  const sign = milliseconds < 0 ? '−' : '';
  let left = Math.abs(milliseconds);
  if (left < 1000) return `${sign}${Math.round(left)}ms`;
  if (left < 10_000) return `${sign}${Number((left / 1000).toFixed(1))}s`;
  const parts: string[] = [];
  for (const [unit, size] of units) {
    const count = Math.floor(left / size);
    if (count > 0) parts.push(`${count}${unit}`);
    left -= count * size;
    if (parts.length === 2 || (parts.length === 1 && count === 0)) break;
  }
  return sign + parts.join(' ');
}

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const momentExact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

export function formatMoment(time: number | string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : moment.format(date);
}

export function formatMomentExact(time: number | string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : momentExact.format(date);
}

/** How long ago: "just now", "5 min ago", "3 h ago", "2 d ago"; after a month the date. */
export function formatAgo(time: number | string, now: number): string {
  const at = new Date(time).getTime();
  const seconds = (now - at) / 1000;
  if (seconds < 45) return 'just now';
  if (seconds < 3600) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.round(seconds / 3600)} h ago`;
  if (seconds < 30 * 86_400) return `${Math.round(seconds / 86_400)} d ago`;
  return formatMoment(at);
}

export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  for (const [unit, sign] of [[1e12, 'TB'], [1e9, 'GB'], [1e6, 'MB'], [1e3, 'kB']] as const) {
    if (bytes >= unit) return `${Number((bytes / unit).toPrecision(3))} ${sign}`;
  }
  return `${bytes} B`;
}

export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** What stands behind the integer part of a number: its decimals, or its exponent. */
export function tailOf(text: string): string {
  return /^[-+−]?[\d,]*(.*)$/s.exec(text)?.[1] ?? '';
}

/** What a number lacks, unseen, to have its decimal point below those of a column whose longest tail is known. */
export function padding(text: string, longestTail: string): string {
  const tail = tailOf(text);
  if (tail.length >= longestTail.length) return '';
  return tail === '' ? longestTail : '0'.repeat(longestTail.length - tail.length);
}
