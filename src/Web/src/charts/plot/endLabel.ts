import { hasRightAxis, type ChartLine } from '../draw/scene';

/** More labels than these hide each other, and the legend has them all. */
const labelsMax = 6;
/** A narrower plot needs its width for the lines. */
const plotWidthMin = 460;
const labelWidth = 126;

/** The room beside a plot for the names of its lines, in pixels; 0 where they help nobody. */
export function labelRoom(lines: readonly ChartLine[], width: number): number {
  // The axis on the right stands where the names would be.
  if (hasRightAxis(lines)) return 0;
  const named = lines.filter(isNamed).length;
  return named >= 2 && named <= labelsMax && width >= plotWidthMin ? labelWidth : 0;
}

/** What stands behind others has no name at its end. */
export function isNamed({ alpha }: ChartLine): boolean {
  return alpha === undefined;
}

const headChars = 8;
const tailChars = 8;
const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What tells a line from the others, cut in its middle: names that begin alike differ at their ends. */
export function labelText({ label, metric }: ChartLine): string {
  const signs = [...segments.segment(metric === '' ? label : metric)].map(({ segment }) => segment);
  if (signs.length <= headChars + tailChars + 1) return signs.join('');
  return `${signs.slice(0, headChars).join('')}…${signs.slice(-tailChars).join('')}`;
}

export interface LabelPlace {
  line: ChartLine;
  /** Where its line ends, from the top of the plot. */
  top: number;
}

const lineHeight = 14;

/** The labels from top to bottom, moved apart where their lines end close to each other, within the plot. */
export function placed(labels: readonly LabelPlace[], height: number): LabelPlace[] {
  const sorted = [...labels].sort((a, b) => a.top - b.top);
  let least = 0;
  for (const [at, label] of sorted.entries()) {
    const top = Math.max(label.top, least);
    sorted[at] = { ...label, top };
    least = top + lineHeight;
  }
  let most = height;
  for (let at = sorted.length - 1; at >= 0; at--) {
    const top = Math.min(sorted[at]!.top, most);
    sorted[at] = { ...sorted[at]!, top };
    most = top - lineHeight;
  }
  return sorted;
}
