/** The value as one of the known ones; null for anything else. */
export function oneOf<T extends string>(all: readonly T[], value: string | null): T | null {
  return all.find((one) => one === value) ?? null;
}

/** An integer between two bounds; the lower one for a text that is no number. */
export function clampInteger(text: string | null, least: number, most: number): number {
  const value = Math.trunc(Number(text ?? least));
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : least;
}
