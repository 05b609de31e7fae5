export type Scheme = 'light' | 'dark';

/**
 * How the colors of runs go on from one to the next. Found by search: what color.test.ts asks of neighbors, for people
 * with all kinds of cones and with fewer. Light grounds want strong colors, as far as screens have them.
 */
const wheels = {
  light: {
    start: 107,
    turn: 152.93,
    rounds: [
      { runs: 6, turn: 4 },
      { runs: 18, turn: 15 },
    ],
    chroma: 0.17,
    lightnesses: [0.45, 0.71, 0.61],
  },
  dark: {
    start: 250,
    turn: 137.50776405003785,
    rounds: [
      { runs: 6, turn: 13 },
      { runs: 18, turn: 9 },
    ],
    chroma: 0.15,
    lightnesses: [0.64, 0.86, 0.75],
  },
} as const;

/**
 * The color of a run: always the same for the same id, on every page and for everybody. Ids that follow one another
 * (LLM-1, LLM-2, …) differ in hue, turned by a large angle, and in lightness, which is what people see who tell few
 * hues apart. Of more than 18 runs some look alike: then the value of an attribute colors better.
 */
export function runColor(runId: string, scheme: Scheme): string {
  const number = /(\d+)$/.exec(runId)?.[1];
  const at = number === undefined ? hash(runId) : Number(number) - 1;
  const { start, turn, rounds, chroma, lightnesses } = wheels[scheme];
  const hue = rounds.reduce((sum, one) => sum + Math.floor(at / one.runs) * one.turn, start + at * turn) % 360;
  const lightness = lightnesses[((at % 3) + 3) % 3]!;
  return oklch(lightness, scheme === 'light' ? shown(lightness, chroma, hue) : chroma, hue);
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
