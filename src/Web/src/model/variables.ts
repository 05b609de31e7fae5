import { chosenMax, isVariableName } from './chosen';
import { oneOf } from './oneOf';

/** Where the values of a variable come from. */
export const variableKinds = ['values', 'capture', 'attribute', 'text'] as const;
export type VariableKind = (typeof variableKinds)[number];

/** A choice on top of a dashboard, whose value its widgets take in place of `$(name)`. */
export interface Variable {
  name: string;
  kind: VariableKind;
  /** Of `values`: those to choose from. */
  values: readonly string[];
  /** Of `capture`: what the first group of this regular expression captures of the names that are logged. */
  regex: string;
  /** Of `attribute`: its distinct values among the runs. */
  path: string;
  /** Whether several can be chosen; where none is, all of them are. */
  multi: boolean;
  /** What is chosen before anybody chooses; empty: the first one, or all. */
  initial: readonly string[];
}

export const variablesMax = 20;
const textMax = 1024;

/** The variables of a document, as far as they are understood; of two with the same name the first. */
export function readVariables(json: unknown): Variable[] {
  if (!Array.isArray(json)) return [];
  const found = new Map<string, Variable>();
  for (const one of json) {
    const said = (one ?? {}) as Partial<Record<keyof Variable, unknown>>;
    const { name } = said;
    const kind = oneOf(variableKinds, textOf(said.kind));
    if (typeof name !== 'string' || !isVariableName(name) || kind === null || found.has(name)) continue;
    found.set(name, {
      name,
      kind,
      values: textsOf(said.values),
      regex: textOf(said.regex) ?? '',
      path: textOf(said.path) ?? '',
      multi: said.multi === true,
      initial: textsOf(said.initial),
    });
  }
  return [...found.values()].slice(0, variablesMax);
}

/** Variables as a document keeps them: without what their kind does not need. */
export function writtenVariables(variables: readonly Variable[]): unknown[] | undefined {
  const written = variables.map(({ name, kind, values, regex, path, multi, initial }) => ({
    name,
    kind,
    ...(kind === 'values' && { values }),
    ...(kind === 'capture' && { regex }),
    ...(kind === 'attribute' && { path }),
    ...(multi && { multi }),
    ...(initial.length > 0 && { initial }),
  }));
  return written.length === 0 ? undefined : written;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, textMax) : null;
}

function textsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const texts = value.flatMap((one) => (typeof one === 'number' ? String(one) : (textOf(one) ?? [])));
  return [...new Set(texts)].slice(0, chosenMax);
}

/** The values that hold, by the names of variables. */
export type VariableValues = ReadonlyMap<string, readonly string[]>;

/** The values of a variable: what was chosen, else what it begins with, else the first one or all. */
export function valuesOf(
  variable: Variable,
  chosen: readonly string[] | undefined,
  found: readonly string[],
): string[] {
  const { multi, initial } = variable;
  const said = chosen !== undefined && chosen.length > 0 ? chosen : initial;
  if (said.length > 0) return multi ? [...said] : said.slice(0, 1);
  return multi ? [...found] : found.slice(0, 1);
}

/** A place of a variable in a text. Behind a backslash as well: that is how a path with it is written in formulas. */
const place = /\\?\$\(([A-Za-z][\w-]{0,39})\)/g;

/** The names of the variables in a text. */
export function placesIn(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(place), ([, name]) => name!));
}

function put(text: string, of: (name: string) => string | undefined): string {
  return text.replace(place, (source, name: string) => of(name) ?? source);
}

/** A text that people read: all values, with commas. */
export function fillText(text: string, values: VariableValues): string {
  return put(text, (name) => values.get(name)?.join(', '));
}

/** The path of an attribute: the first value. */
export function fillPath(text: string, values: VariableValues): string {
  return put(text, (name) => values.get(name)?.[0]);
}

/** A regular expression: any of the values, letter by letter. */
export function fillRegex(text: string, values: VariableValues): string {
  return put(text, (name) => {
    const all = values.get(name);
    if (all === undefined || all.length === 0) return undefined;
    return all.length === 1 ? literal(all[0]!) : `(?:${all.map(literal).join('|')})`;
  });
}

/** Braces as numbers: families of formulas count them. */
function literal(text: string): string {
  const escaped = text.replace(/[\\^$.*+?()[\]|/#&!-]/g, '\\$&');
  return escaped.replaceAll('{', '\\x7B').replaceAll('}', '\\x7D');
}

const parts = /\$~\{(?:\\.|[^\\{}]|\{[^{}]*\})*\}|\$\{(?:\\.|[^\\}])*\}|"(?:\\.|[^\\"])*"/gsu;

/** A formula, with the first value: names stay names, texts texts and patterns patterns, whatever is in the value. */
export function fillFormula(text: string, values: VariableValues): string {
  const first = (name: string) => values.get(name)?.[0];
  const escaped = (marks: RegExp) => (name: string) => first(name)?.replace(marks, '\\$&');
  let out = '';
  let end = 0;
  for (const { 0: part, index } of text.matchAll(parts)) {
    out += put(text.slice(end, index), first);
    if (part.startsWith('$~')) out += fillRegex(part, values);
    else if (part.startsWith('$')) out += put(part, escaped(/[\\${}]/g));
    else out += put(part, escaped(/[\\"]/g));
    end = index + part.length;
  }
  return out + put(text.slice(end), first);
}

const code = /(```[\s\S]*?```|`[^`\n]*`|\{\{(?:[^{}]|\{[^{}]*\})+\}\})/g;

/** Markdown: a value is text in it, whatever it looks like; within `{{ }}` it is part of a formula. */
export function fillMarkdown(text: string, values: VariableValues): string {
  const escape = (value: string) => value.replace(/[\\`*_[\]<>|~$#]/g, '\\$&');
  return text
    .split(code)
    .map((part) => {
      if (part.startsWith('{{')) return fillFormula(part, values);
      if (part.startsWith('`')) return fillText(part, values);
      return put(part, (name) => values.get(name)?.map(escape).join(', '));
    })
    .join('');
}

/** Each combination of the values of these variables, one value each; at most so many. */
export function combinations(names: Iterable<string>, values: VariableValues, most: number): VariableValues[] {
  let all: VariableValues[] = [new Map()];
  for (const name of names) {
    const own = values.get(name);
    if (own === undefined || own.length === 0) continue;
    all = all.flatMap((one) => own.slice(0, most).map((value) => new Map([...one, [name, [value]]]))).slice(0, most);
  }
  return all;
}
