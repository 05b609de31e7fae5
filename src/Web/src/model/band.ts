/** What surrounds a line. Left out, it is as the settings of the chart say. */
export type Band =
  | { kind: 'none' }
  /** From the least to the greatest value of the points that share a pixel. */
  | { kind: 'minmax' }
  /** A standard deviation of these points to both sides of their mean. */
  | { kind: 'std' }
  /** As far as a formula says to both sides of the line. */
  | { kind: 'around'; by: string }
  /** Between two formulas, whatever the line is. */
  | { kind: 'between'; low: string; high: string };

export type BandKind = Band['kind'];

/** A band out of JSON; undefined for none that is known here, or one that lacks a formula. */
export function readBand(json: unknown): Band | undefined {
  const { kind, by, low, high } = (json ?? {}) as Record<string, unknown>;
  const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
  if (kind === 'none' || kind === 'minmax' || kind === 'std') return { kind };
  if (kind === 'around' && isText(by)) return { kind, by };
  return kind === 'between' && isText(low) && isText(high) ? { kind, low, high } : undefined;
}

/** Both edges of a band as formulas; null where it has none of its own. */
export function edgesOf(formula: string, band: Band | undefined): { low: string; high: string } | null {
  if (band?.kind === 'between') return { low: band.low, high: band.high };
  if (band?.kind !== 'around') return null;
  return { low: combined(formula, '-', band.by), high: combined(formula, '+', band.by) };
}

/** Two formulas, each as a whole, with an operation between them. What they name by `let` comes first. */
export function combined(one: string, operation: string, other: string): string {
  const [left, right] = [parts(one), parts(other)];
  return `${left.lets}${right.lets}(${left.body}) ${operation} (${right.body})`;
}

/** A formula's `let` clauses, and the rest of it; what stands behind a comment is in a line of its own. */
function parts(text: string): { lets: string; body: string } {
  let end = 0;
  for (const { index, 0: token } of text.matchAll(tokens)) if (token === ';') end = index + 1;
  const body = text.slice(end).trim();
  const isCommented = [...body.matchAll(tokens)].some(({ 0: token }) => token.startsWith('#'));
  return { lets: end === 0 ? '' : `${text.slice(0, end)} `, body: isCommented ? `${body}\n` : body };
}

/** What may hold a semicolon or a number sign that means nothing, and these signs themselves. */
const tokens = /\$~\{(?:\\.|[^\\{}]|\{[^{}]*\})*\}|\$\{(?:\\.|[^\\}])*\}|"(?:\\.|[^"\\])*"|#[^\n]*|;/gsu;
