import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';

import { queryDefinitions } from '../api/attributes';
import type { FormulaLanguage } from '../api/formulas';
import type { NamedFormula } from '../api/namedFormulas';
import { formula as reference } from '../model/chart';
import { quoteRegex } from '../model/nameFilter';
import { familiesOf } from './families';

const namesMax = 500;
const shownMax = 60;
const types = ['floatSeries', 'float', 'int', 'bool', 'datetime'] as const;

export interface FormulaContext {
  project: string;
  /** The runs whose metrics are offered; none: all of the project. */
  runs: readonly string[];
  language: () => Promise<FormulaLanguage>;
  /** The formulas that the project has under names. */
  named: () => Promise<readonly NamedFormula[]>;
}

/** Offers metrics, families of them first, and the functions with what they do. */
export function completeFormula(of: FormulaContext) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const before = context.state.sliceDoc(0, context.pos);
    if (isInText(before)) return null;
    const open = /\$\{((?:\\.|[^\\}])*)$/.exec(before);
    if (open !== null) {
      const rest = /^(?:\\.|[^\\}$])*\}/.exec(context.state.sliceDoc(context.pos))?.[0] ?? '';
      return {
        from: open.index,
        to: context.pos + (rest.includes('\n') ? 0 : rest.length),
        options: await metrics(of, open[1]!.replace(/\\(.)/gu, '$1')),
        filter: false,
      };
    }
    const named = context.matchBefore(/@\w*$/);
    if (named !== null) return { from: named.from, options: namedLike(await of.named().catch(() => []), named.text) };
    const word = context.matchBefore(/[A-Za-z_][\w/.-]*$/);
    if (word === null && !context.explicit) return null;
    const typed = word?.text ?? '';
    const language = await of.language().catch(() => ({ functions: [], words: [] }));
    return {
      from: word?.from ?? context.pos,
      options: [...functionsLike(language, typed), ...(await metrics(of, typed))],
      filter: false,
    };
  };
}

async function metrics({ project, runs }: FormulaContext, typed: string): Promise<Completion[]> {
  const found = await queryDefinitions({
    project,
    ...(runs.length > 0 ? { runs } : {}),
    types,
    filter: typed === '' ? null : { mustMatchAny: [{ mustMatchRegexes: [quoteRegex(typed)] }] },
    limit: namesMax,
  }).catch(() => null);
  const entries = (found?.entries ?? []).filter(({ name }) => typed.startsWith('sys/') || !name.startsWith('sys/'));
  const families = familiesOf(entries.filter(({ type }) => type === 'floatSeries').map(({ name }) => name));
  return [
    ...families.slice(0, 8).map<Completion>(({ name, members, regex }) => ({
      label: name,
      detail: `${members} metrics`,
      info: 'Write max, mean or another function around it: one line of all of them.',
      apply: `$~{${regex}}`,
      type: 'namespace',
    })),
    ...entries.slice(0, shownMax).map<Completion>(({ name, type }) => ({
      label: name,
      detail: type === 'floatSeries' ? '' : type,
      apply: reference(name),
      type: 'property',
    })),
  ];
}

/** The formulas of the project whose names begin with what is typed behind the `@`. */
export function namedLike(named: readonly NamedFormula[], typed: string): Completion[] {
  const start = typed.slice(1).toLowerCase();
  return named
    .filter(({ name }) => name.toLowerCase().startsWith(start))
    .map(({ name, formula, unit, note }) => ({
      label: `@${name}`,
      detail: unit ?? '',
      info: [note, formula].filter(Boolean).join('\n'),
      type: 'variable',
    }));
}

function functionsLike({ functions, words }: FormulaLanguage, typed: string): Completion[] {
  const isLike = (name: string) => typed !== '' && name.includes(typed.toLowerCase()) && !typed.includes('/');
  const first = (name: string) => Number(!name.startsWith(typed.toLowerCase()));
  return [
    ...functions.map<Completion>(({ name, signature, meaning, example }) => ({
      label: name,
      detail: signature.slice(name.length),
      info: `${meaning}\nExample: ${example}`,
      apply: call(name),
      type: 'function',
    })),
    ...words.map<Completion>(({ name, meaning }) => ({ label: name, info: meaning, type: 'constant' })),
  ]
    .filter(({ label }) => isLike(label))
    .sort((one, other) => first(one.label) - first(other.label));
}

/** Writes the call with the cursor between its parentheses. */
function call(name: string) {
  return (view: EditorView, _: Completion, from: number, to: number) =>
    view.dispatch({
      changes: { from, to, insert: `${name}()` },
      selection: { anchor: from + name.length + 1 },
      userEvent: 'input.complete',
    });
}

/** Within quotes, or behind the mark of a comment. */
function isInText(before: string): boolean {
  const line = before.slice(before.lastIndexOf('\n') + 1).replace(/\$~?\{(?:\\.|[^\\}])*\}?/g, '');
  const unquoted = line.replace(/"(?:\\.|[^"\\])*"/g, '');
  return unquoted.includes('"') || unquoted.includes('#');
}
