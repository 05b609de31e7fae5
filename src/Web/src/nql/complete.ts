import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';

import { queryDefinitions } from '../api/attributes';
import { quoteRegex } from '../model/nameFilter';
import { attributeRef } from '../model/query';
import { keywords, typeWords } from './language';

const entriesMax = 60;
const words: Completion[] = keywords.map((label) => ({ label, type: 'keyword' }));
const types: Completion[] = typeWords.map((label) => ({ label, type: 'type' }));

/** Offers the project's attributes, with their types, and the words of the language. */
export function completeNql(project: string) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const afterColon = context.matchBefore(/:\w*$/);
    if (afterColon) return { from: afterColon.from + 1, options: types };
    if (insideValue(context)) return null;
    const word = context.matchBefore(/`[^`]*$|[^\s`"()<>=!]+$/);
    if (word === null && !context.explicit) return null;
    const typed = (word?.text ?? '').replace(/^`/, '');
    const found = await queryDefinitions({
      project,
      filter: typed === '' ? null : { mustMatchAny: [{ mustMatchRegexes: [quoteRegex(typed)] }] },
      limit: entriesMax,
    }).catch(() => null);
    const attributes = (found?.entries ?? []).map<Completion>(({ name, type }) => ({
      label: name,
      detail: type,
      apply: attributeRef(name, type),
      type: 'property',
    }));
    return {
      from: word?.from ?? context.pos,
      options: word?.text.startsWith('`') ? attributes : [...wordsLike(typed), ...attributes],
      filter: false,
    };
  };
}

function wordsLike(typed: string): Completion[] {
  return typed === '' ? words : words.filter(({ label }) => label.startsWith(typed.toUpperCase()));
}

function insideValue(context: CompletionContext): boolean {
  const before = context.state.sliceDoc(0, context.pos).replace(/\\./g, '');
  return (before.match(/"/g)?.length ?? 0) % 2 === 1;
}
