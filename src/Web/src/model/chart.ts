/** A chart that somebody made: several metrics in one, or formulas such as `${eval/loss} - ${train/loss}`. */
export interface OwnChart {
  name: string;
  formulas: string[];
}




/** What one card draws. */
export interface Chart {
  /** The path of its metric; of an own chart a key that says its place. Settings and full screen go by it. */
  key: string;
  title: string;
  /** Drawn of every run. */
  formulas: readonly string[];
}

const ownMark = '=';

export function ownKey(index: number): string {
  return `${ownMark}${index + 1}`;
}

/** Which of the own charts a key names, or -1. */
export function ownIndex(key: string, charts: readonly OwnChart[]): number {
  const index = key.startsWith(ownMark) ? Number(key.slice(ownMark.length)) - 1 : -1;
  return Number.isInteger(index) && index >= 0 && index < charts.length ? index : -1;
}

export function chartOf(key: string, charts: readonly OwnChart[]): Chart {
  const own = charts[ownIndex(key, charts)];
  if (own === undefined) return { key, title: key, formulas: [formula(key)] };
  return { key, title: own.name === '' ? own.formulas.map(formulaLabel).join(', ') : own.name, formulas: own.formulas };
}

const reference = /\$\{((?:\\.|[^\\}])*)\}/gsu;

/** A formula as people read it: without the marks around paths. */
export function formulaLabel(text: string): string {
  return text.replace(reference, (_, path: string) => path.replace(/\\(.)/gsu, '$1'));
}

/** What somebody typed, as a formula: a bare path is the metric itself. */
export function asFormula(text: string): string {
  return text.includes('${') ? text.trim() : formula(text.trim());
}

/** A formula of one bare reference is the metric itself. */
export function formula(attribute: string): string {
  return `\${${attribute.replace(/[\\${}]/g, '\\$&')}}`;
}
