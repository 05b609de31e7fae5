export type Scheme = 'light' | 'dark';

/**
 * How the hues of runs go on from one to the next: the same on light and dark grounds, so that "the blue line" is blue
 * to everybody. Found by search: what color.test.ts asks of neighbors, for people with fewer kinds of cones, too.
 */
const hues = { start: 107, turn: 164.95 } as const;

/** Light grounds want stronger and darker colors. */
const tones = {
  light: { chroma: 0.194, lightnesses: [0.478, 0.724, 0.618] },
  dark: { chroma: 0.165, lightnesses: [0.634, 0.825, 0.728] },
} as const;

/**
 * The color of a run: always the same for the same id, on every page and for everybody. Ids that follow one another
 * (LLM-1, LLM-2, …) differ in hue, turned by a large angle, and in lightness, which is what people see who tell few
 * hues apart. Of more than 18 runs some look alike: then the value of an attribute colors better.
 */
export function runColor(runId: string, scheme: Scheme): string {
  const number = /(\d+)$/.exec(runId)?.[1];
  const at = number === undefined ? hash(runId) : Number(number) - 1;
  const hue = (hues.start + at * hues.turn) % 360;
  const { chroma, lightnesses } = tones[scheme];
  const lightness = lightnesses[((at % 3) + 3) % 3]!;
  return oklch(lightness, shown(lightness, chroma, hue), hue);
}

/** The greatest chroma up to a wanted one that screens have at this place: to cut channels would turn the hue. */
function shown(lightness: number, wanted: number, hue: number): number {
  const isShown = (chroma: number) =>
    linearOf(lightness, chroma, hue).every((value) => value >= -1e-4 && value <= 1.0001);
  if (isShown(wanted)) return wanted;
  let [low, high] = [0, wanted];
  for (let step = 0; step < 12; step++) {
    const middle = (low + high) / 2;
    if (isShown(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** What a run is drawn in: what a person chose for it, else the color of its id. */
export function colorOf({ id, color }: { id: string; color?: string | undefined }, scheme: Scheme): string {
  return color ?? runColor(id, scheme);
}

/** Of a run that lacks the attribute that colors runs. */
export function noValueColor(scheme: Scheme): string {
  return oklch(scheme === 'light' ? 0.72 : 0.5, 0.01, 260);
}

/** What a group of runs is drawn in. */
export function groupColor(group: string, scheme: Scheme): string {
  return runColor(`${group} group`, scheme);
}

/** A color between nothing (0) and everything (1), for heat maps: even steps to the eye, from the page's ground up. */
export function heatColor(share: number, scheme: Scheme): string {
  const t = Math.min(1, Math.max(0, share));
  return scheme === 'light'
    ? oklch(0.97 - 0.57 * t, 0.02 + 0.15 * t, 230 + 60 * t)
    : oklch(0.24 + 0.62 * t, 0.03 + 0.12 * t, 280 - 190 * t);
}

function hash(text: string): number {
  let value = 2166136261;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16777619);
  return value >>> 8;
}

/** OKLCH as `#rrggbb`, which every SVG reader understands. Colors outside sRGB are cut at its border. */
export function oklch(lightness: number, chroma: number, hue: number): string {
  return `#${linearOf(lightness, chroma, hue)
    .map((linear) => byte(linear).toString(16).padStart(2, '0'))
    .join('')}`;
}

/** The channels of linear RGB; below 0 and above 1 for what screens do not have. */
function linearOf(lightness: number, chroma: number, hue: number): number[] {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function byte(linear: number): number {
  const value = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055));
}

/** `#rrggbb` with an alpha between 0 and 1. */
export function withAlpha(color: string, alpha: number): string {
  return `${color}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0')}`;
}
