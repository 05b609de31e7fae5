import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';

export const keywords = ['AND', 'OR', 'NOT', 'MATCHES', 'CONTAINS', 'EXISTS'];
export const aggregateWords = ['last', 'min', 'max', 'average', 'variance'];
export const typeWords = [
  'int',
  'float',
  'string',
  'bool',
  'datetime',
  'stringSet',
  'floatSeries',
  'stringSeries',
  'experimentState',
  'fileRef',
];

const keyword = new RegExp(`^(?:${keywords.join('|')})\\b`);
const aggregate = new RegExp(`^(?:${aggregateWords.join('|')})(?=\\s*\\()`);
const type = new RegExp(`^:\\s*(?:${typeWords.join('|')}|integer)\\b`);

/** Colors NQL; the server is the one that understands it. */
export const nqlLanguage = StreamLanguage.define<null>({
  name: 'nql',
  startState: () => null,
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^`[^`]*`?/)) return 'propertyName';
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return 'string';
    if (stream.match(keyword)) return 'keyword';
    if (stream.match(aggregate)) return 'operatorKeyword';
    if (stream.match(type)) return 'typeName';
    if (stream.match(/^(?:==|!=|>=|<=|=|<|>)/)) return 'operator';
    if (stream.match(/^-?\d[\d.]*(?:e[+-]?\d+)?\b/i)) return 'number';
    if (stream.match(/^(?:true|false)\b/i)) return 'bool';
    if (stream.match(/^[^\s:"`()<>=!]+/)) return 'propertyName';
    stream.next();
    return null;
  },
});

export const nqlColors = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
    { tag: tags.operatorKeyword, color: 'var(--accent)' },
    { tag: tags.propertyName, color: 'var(--ink)' },
    { tag: tags.typeName, color: 'var(--ink-faint)' },
    { tag: tags.string, color: 'var(--good)' },
    { tag: [tags.number, tags.bool], color: 'var(--warn)' },
    { tag: tags.operator, color: 'var(--ink-soft)' },
  ]),
);
