import type { Aggregation, Attribute } from './attribute';
import type { Direction } from './direction';
import { formatInteger, formatNumber } from './format';

/** How lines are drawn where there is a baseline run: as they are, or against its lines. */
export const relativeKinds = ['none', 'difference', 'ratio'] as const;
export type RelativeKind = (typeof relativeKinds)[number];

/** How a figure of a run compares with that of the baseline. */
export interface Comparison {
  /** With its sign, to two digits: `+0.12`, `−3`. */
  difference: string;
  /** Such as `+5.2%`; empty where the baseline has nothing to be a share of. */
  share: string;
  /** null: the same, or nobody knows which is better. */
  verdict: 'better' | 'worse' | null;
}

/** null where the two are no numbers to be compared, or the same. */
export function compareWith(
  own: Attribute | undefined,
  base: Attribute | undefined,
  aggregation: Aggregation,
  direction: Direction | null,
): Comparison | null {
  if (own === undefined || base === undefined || own.type !== base.type) return null;
  if (own.type === 'int' && base.type === 'int') {
    // Seeds and ids differ by less than a double can say.
    const difference = BigInt(own.digits) - BigInt(base.digits);
    if (difference === 0n) return null;
    return { difference: signed(formatInteger(String(difference))), share: '', verdict: null };
  }
  const [value, than] = [figureOf(own, aggregation), figureOf(base, aggregation)];
  if (value === null || than === null || value === than) return null;
  const difference = value - than;
  if (!Number.isFinite(difference)) return null;
  const isMetric = own.type === 'floatSeries';
  return {
    difference: signed(formatNumber(Number(difference.toPrecision(2)))),
    share: than === 0 ? '' : `${signed(formatNumber(Number(((100 * difference) / Math.abs(than)).toPrecision(3))))}%`,
    verdict: !isMetric || direction === null ? null : difference < 0 === (direction === 'lower') ? 'better' : 'worse',
  };
}

function figureOf(attribute: Attribute, aggregation: Aggregation): number | null {
  if (attribute.type === 'float' || attribute.type === 'formula') return attribute.value;
  return attribute.type === 'floatSeries' ? attribute[aggregation] : null;
}

function signed(text: string): string {
  return text.startsWith('-') ? `−${text.slice(1)}` : `+${text}`;
}
