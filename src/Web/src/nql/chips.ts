import { attributeRef, quoteValue } from '../model/query';

/** One comparison of one attribute, as the query builder shows it. */
export interface Condition {
  path: string;
  /** NQL's word for the type; empty where the query states none. */
  type: string;
  /** Of a float series; empty for its last value. */
  aggregate: string;
  operator: Operator;
  /** Empty for EXISTS. */
  value: string;
}

/** A part that must hold: a condition, or NQL that is more than one. */
export type Chip = ({ kind: 'condition' } & Condition) | { kind: 'raw'; text: string };

export const operators = [
  '=',
  '!=',
  '>',
  '>=',
  '<',
  '<=',
  'CONTAINS',
  'NOT CONTAINS',
  'MATCHES',
  'NOT MATCHES',
  'EXISTS',
  'NOT EXISTS',
] as const;
export type Operator = (typeof operators)[number];

const ordered: Operator[] = ['=', '!=', '>', '>=', '<', '<=', 'EXISTS', 'NOT EXISTS'];
const texts: Operator[] = ['=', '!=', 'CONTAINS', 'NOT CONTAINS', 'MATCHES', 'NOT MATCHES', 'EXISTS', 'NOT EXISTS'];
const equal: Operator[] = ['=', '!=', 'EXISTS', 'NOT EXISTS'];

/** The operators that attributes of a type have. */
export function operatorsFor(type: string): readonly Operator[] {
  if (['int', 'integer', 'float', 'floatSeries', 'datetime'].includes(type)) return ordered;
  if (type === 'string' || type === 'stringSeries') return texts;
  if (type === 'stringSet') return ['CONTAINS', 'NOT CONTAINS', 'EXISTS', 'NOT EXISTS'];
  if (type === 'bool' || type === 'experimentState') return equal;
  return type === '' ? operators : ['EXISTS', 'NOT EXISTS'];
}

export function hasValue(operator: Operator): boolean {
  return !operator.endsWith('EXISTS');
}

/** Reads a query as parts that must all hold. Nothing is lost: a part that is no one comparison stays as its text. */
export function parseChips(query: string): Chip[] {
  const text = unwrap(query);
  if (text === '') return [];
  const tokens = lex(text);
  if (tokens === null) return [{ kind: 'raw', text }];
  const places = topLevel(tokens);
  if (places.some((at) => tokens[at]!.word === 'OR')) return [{ kind: 'raw', text }];
  const cuts = places.filter((at) => tokens[at]!.word === 'AND').map((at) => tokens[at]!);
  if (cuts.length > 0) {
    const starts = [0, ...cuts.map((cut) => cut.end)];
    return starts.flatMap((start, at) => parseChips(text.slice(start, cuts[at]?.start ?? text.length)));
  }
  const condition = readCondition(tokens);
  return [condition === null ? { kind: 'raw', text } : { kind: 'condition', ...condition }];
}

/** The query that {@link parseChips} reads back as the same parts. */
export function printChips(chips: readonly Chip[]): string {
  const parts = chips.map((chip) => (chip.kind === 'raw' ? chip.text : printCondition(chip)));
  if (parts.length === 1) return parts[0]!;
  return chips.map((chip, at) => (chip.kind === 'raw' ? `(${parts[at]!})` : parts[at]!)).join(' AND ');
}

export function printCondition({ path, type, aggregate, operator, value }: Condition): string {
  const name = type === '' ? `\`${path}\`` : attributeRef(path, type);
  const operand = aggregate === '' ? name : `${aggregate}(${name})`;
  return hasValue(operator) ? `${operand} ${operator} ${quoteValue(value)}` : `${operand} ${operator}`;
}

interface Token {
  kind: 'name' | 'text' | 'operator' | 'open' | 'close' | 'word';
  /** Of a name or a text what it holds, of a word it in capitals. */
  value: string;
  word: string;
  type: string;
  start: number;
  end: number;
}

const typeNames =
  'float|int|integer|bool|string|datetime|stringSet|experimentState|' +
  'floatSeries|stringSeries|histogramSeries|fileRef|fileRefSeries|file';
const afterName = new RegExp(
  `^(?::(${typeNames})(?![\\w/.-])|\\s*(?:$|[)=<>!]|(?:NOT|MATCHES|CONTAINS|EXISTS)(?=[\\s()"=<>!]|$)))`,
  'i',
);

/** null for a text that is not NQL. */
function lex(text: string): Token[] | null {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text[at]!)) {
      at++;
      continue;
    }
    const token = text[at] === '`' ? lexName(text, at) : lexOther(text, at);
    if (token === null) return null;
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

/** A name may contain backticks: it ends at the first one after which the query can continue. */
function lexName(text: string, start: number): Token | null {
  for (let end = text.indexOf('`', start + 1); end > 0; end = text.indexOf('`', end + 1)) {
    const follows = afterName.exec(text.slice(end + 1));
    if (follows === null) continue;
    const type = follows[1] ?? '';
    const value = text.slice(start + 1, end);
    return { kind: 'name', value, word: '', type, start, end: end + 1 + (type === '' ? 0 : type.length + 1) };
  }
  return null;
}

function lexOther(text: string, start: number): Token | null {
  const rest = text.slice(start);
  const quoted = /^"((?:[^"\\]|\\[^])*?)"/.exec(rest);
  const make = (kind: Token['kind'], length: number, value: string): Token => {
    return { kind, value, word: kind === 'word' ? value.toUpperCase() : '', type: '', start, end: start + length };
  };
  if (quoted !== null) return make('text', quoted[0].length, quoted[1]!.replace(/\\([\\"])/g, '$1'));
  if (rest.startsWith('"')) return null;
  if (rest.startsWith('(')) return make('open', 1, '(');
  if (rest.startsWith(')')) return make('close', 1, ')');
  const operator = /^(?:==|!=|>=|<=|=|>|<)/.exec(rest);
  if (operator !== null) return make('operator', operator[0].length, operator[0]);
  const word = /^(?:(?!!=)[^\s()"=<>`])+/.exec(rest);
  return word === null ? null : make('word', word[0].length, word[0]);
}

/** The places of the tokens that are in no parentheses. */
function topLevel(tokens: readonly Token[]): number[] {
  const places: number[] = [];
  let depth = 0;
  tokens.forEach((token, at) => {
    if (token.kind === 'open') depth++;
    else if (token.kind === 'close') depth--;
    else if (depth === 0) places.push(at);
  });
  return places;
}

/** Without white space and parentheses around all of it. */
function unwrap(query: string): string {
  const text = query.trim();
  const tokens = text.startsWith('(') && text.endsWith(')') ? lex(text) : null;
  if (tokens === null) return text;
  let depth = 0;
  const closes = tokens.findIndex((token) => {
    depth += token.kind === 'open' ? 1 : token.kind === 'close' ? -1 : 0;
    return depth === 0;
  });
  return closes === tokens.length - 1 ? unwrap(text.slice(1, -1)) : text;
}

function readCondition(tokens: readonly Token[]): Condition | null {
  let rest = tokens;
  let aggregate = '';
  const isAggregate = rest[0]?.kind === 'word' && rest[1]?.kind === 'open' && rest[3]?.kind === 'close';
  if (isAggregate) {
    aggregate = rest[0]!.value.toLowerCase();
    if (!['last', 'min', 'max', 'average', 'variance'].includes(aggregate)) return null;
    rest = [rest[2]!, ...rest.slice(4)];
  }
  const [attribute, ...behind] = rest;
  if (attribute === undefined || (attribute.kind !== 'name' && attribute.kind !== 'word') || attribute.word === 'NOT')
    return null;
  const read = readComparison(behind);
  if (read === null) return null;
  return { ...readAttribute(attribute), aggregate, ...read };
}

function readAttribute({ kind, value, type }: Token): { path: string; type: string } {
  if (kind === 'name') return { path: value, type };
  const typed = new RegExp(`^(.+):(${typeNames})$`, 'is').exec(value);
  return typed === null ? { path: value, type: '' } : { path: typed[1]!, type: typed[2]! };
}

function readComparison(tokens: readonly Token[]): { operator: Operator; value: string } | null {
  const isNegated = tokens[0]?.word === 'NOT';
  const [sign, value, ...more] = isNegated ? tokens.slice(1) : tokens;
  if (sign === undefined || more.length > 0) return null;
  const word = sign.kind === 'operator' ? (sign.value === '==' ? '=' : sign.value) : sign.word;
  const operator = operators.find((one) => one === (isNegated ? `NOT ${word}` : word));
  if (operator === undefined) return null;
  if (!hasValue(operator)) return value === undefined ? { operator, value: '' } : null;
  return value?.kind === 'text' || value?.kind === 'word' ? { operator, value: value.value } : null;
}
