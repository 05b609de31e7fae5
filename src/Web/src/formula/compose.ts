import { asFormula, asTyped, formula as reference } from '../model/chart';

export const combinings = ['mean', 'max', 'min', 'median', 'sum', 'std', 'range', 'count'] as const;
export type Combining = (typeof combinings)[number];

/** One line of numbers: a metric, or all metrics whose names match, combined at each step. */
export type Operand = { kind: 'metric'; path: string } | { kind: 'all'; match: string; by: Combining };

export const operations = ['none', '-', '+', '*', '/'] as const;
export type Operation = (typeof operations)[number];

export const smoothers = ['none', 'roll_mean', 'roll_median', 'ema'] as const;
export type Smoother = (typeof smoothers)[number];

/** What a line is set against: the baseline run, the run that it was forked from, or its own best so far. */
export const againsts = ['none', 'difference', 'ratio', 'better', 'parent', 'best'] as const;
export type Against = (typeof againsts)[number];

/** A formula that is put together by choosing. */
export interface Composition {
  of: Operand;
  operation: Operation;
  /** What the operation is with; its last value is held where it has no point of its own. */
  other: Operand;
  smoother: Smoother;
  /** `500` steps, `10m`, `100pt`. */
  window: string;
  against: Against;
}

const nothing: Operand = { kind: 'metric', path: '' };

export const emptyComposition: Composition = {
  of: nothing,
  operation: 'none',
  other: nothing,
  smoother: 'none',
  window: '500',
  against: 'none',
};

/** The formula that a composition is, as far as that is chosen; empty for nothing. */
export function printComposition({ of, operation, other, smoother, window, against }: Composition): string {
  const first = printOperand(of);
  if (first === '') return '';
  const second = operation === 'none' ? '' : printOperand(other);
  const body = second === '' ? first : `${first} ${operation} hold(${second})`;
  const isSmooth = smoother !== 'none' && isWindow(window);
  return set(isSmooth ? `${smoother}(${body}, ${window.trim()})` : body, against, second !== '' && !isSmooth);
}

/** The composition that a text is, if it could have been made by choosing; else null. */
export function readComposition(typed: string): Composition | null {
  const text = asFormula(typed);
  if (typed.trim() === '') return emptyComposition;
  for (const against of againsts) {
    const body = unset(text, against);
    if (body === null) continue;
    const smooth = /^(roll_mean|roll_median|ema)\((.+), ([\d.]+[a-z]*)\)$/su.exec(body);
    const [, smoother = 'none', inner = body, window = emptyComposition.window] = smooth ?? [];
    const parts = new RegExp(`^(${operand})(?: ([-+*/]) hold\\((${operand})\\))?$`, 'su').exec(inner);
    const of = readOperand(parts?.[1]);
    if (of === null) continue;
    const read: Composition = {
      of,
      operation: (parts?.[2] as Operation | undefined) ?? 'none',
      other: readOperand(parts?.[3]) ?? nothing,
      smoother: smoother as Smoother,
      window,
      against,
    };
    if (printComposition(read) === text) return read;
  }
  return null;
}

/** As it stands in a box: a bare metric is its path. */
export function typedComposition(composition: Composition): string {
  return asTyped(printComposition(composition));
}

function isWindow(text: string): boolean {
  return /^\d+(?:\.\d+)?(?:s|m|h|d|pt)?$/.test(text.trim());
}

function printOperand(one: Operand): string {
  if (one.kind === 'metric') return one.path === '' ? '' : reference(one.path);
  return one.match.trim() === '' ? '' : `${one.by}($~{${one.match}})`;
}

const operand = `\\$\\{(?:\\\\.|[^\\\\}])*\\}|(?:${combinings.join('|')})\\(\\$~\\{.+?\\}\\)`;

function readOperand(text: string | undefined): Operand | null {
  if (text === undefined) return null;
  const family = new RegExp(`^(${combinings.join('|')})\\(\\$~\\{(.*)\\}\\)$`, 'su').exec(text);
  if (family !== null) return { kind: 'all', by: family[1] as Combining, match: family[2]! };
  const path = asTyped(text);
  return path === text ? null : { kind: 'metric', path };
}

/** What an operand is called by in a `let`, where it stands twice and is long. */
const name = 'y';

function set(body: string, against: Against, isSum: boolean): string {
  if (against === 'none') return body;
  const isLong = isSum || !/^\$\{(?:\\.|[^\\}])*\}$/su.test(body);
  const one = isLong && against !== 'best' ? name : body;
  const head = one === body ? '' : `let ${name} = ${body}; `;
  return head + shapes[against](one);
}

const shapes: Record<Exclude<Against, 'none'>, (y: string) => string> = {
  difference: (y) => `${y} - baseline(${y})`,
  ratio: (y) => `${y} / baseline(${y})`,
  better: (y) => `100 * (1 - ${y} / baseline(${y}))`,
  parent: (y) => `${y} - parent(${y})`,
  best: (y) => `cum_min(${y})`,
};

/** What a text sets against something; null if it does not. */
function unset(text: string, against: Against): string | null {
  if (against === 'none') return text;
  const named = /^let y = (.+); (.+)$/su.exec(text);
  if (named !== null) return named[2] === shapes[against](name) ? named[1]! : null;
  const [before = '', after = ''] = shapes[against]('\0').split('\0');
  const last = shapes[against]('\0').split('\0').at(-1)!;
  if (!text.startsWith(before) || !text.endsWith(last)) return null;
  if (against === 'best') return text.slice(before.length, text.length - last.length);
  const end = text.indexOf(after, before.length);
  return end < 0 ? null : text.slice(before.length, end);
}
