import { HighlightStyle, StreamLanguage, syntaxHighlighting, type StringStream } from '@codemirror/language';
import { RangeSetBuilder } from '@codemirror/state';
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Depth of braces in a family that goes on in the next line; 0 outside of one. */
interface LineState {
  braces: number;
}

/** Colors formulas; the server is the one that understands them. */
export const formulaLanguage = StreamLanguage.define<LineState>({
  name: 'formula',
  startState: () => ({ braces: 0 }),
  token(stream, state) {
    if (state.braces > 0) return familyToken(stream, state);
    if (stream.eatSpace()) return null;
    if (stream.match(/^#.*/)) return 'comment';
    if (stream.match(/^\$~\{/)) {
      state.braces = 1;
      return familyToken(stream, state);
    }
    if (stream.match(/^\$\{(?:\\.|[^\\}])*\}?/)) return 'propertyName';
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return 'string';
    if (stream.match(/^(?:let|and|or|not)\b/)) return 'keyword';
    if (stream.match(/^@\w*/)) return 'typeName';
    if (stream.match(/^[A-Za-z_]\w*(?=\s*\()/)) return 'operatorKeyword';
    if (stream.match(/^(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?(?:s|m|h|d|pt)?\b/i)) return 'number';
    if (stream.match(/^[A-Za-z_]\w*/)) return 'bool';
    if (stream.match(/^(?:==|!=|>=|<=|[-+*/%^<>=])/)) return 'operator';
    stream.next();
    return null;
  },
});

function familyToken(stream: StringStream, state: LineState): string {
  while (state.braces > 0 && !stream.eol()) {
    const char = stream.next();
    if (char === '\\') stream.next();
    else if (char === '{') state.braces++;
    else if (char === '}') state.braces--;
  }
  return 'propertyName';
}

export const formulaColors = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
    { tag: tags.operatorKeyword, color: 'var(--accent)' },
    { tag: tags.propertyName, color: 'var(--ink)' },
    { tag: tags.typeName, color: 'var(--good)' },
    { tag: tags.string, color: 'var(--good)' },
    { tag: [tags.number, tags.bool], color: 'var(--warn)' },
    { tag: tags.operator, color: 'var(--ink-soft)' },
    { tag: tags.comment, color: 'var(--ink-faint)', fontStyle: 'italic' },
  ]),
);

const hidden = Decoration.replace({});
const chip = Decoration.mark({ class: 'cm-metric' });
const reference = /\$(~?)\{((?:\\.|[^\\}])*)\}/g;

/** Shows metrics by their names alone, as chips, until the cursor is in one. */
export const metricChips = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = chipsOf(view);
    }

    update(update: ViewUpdate) {
      const isMoved = update.docChanged || update.selectionSet || update.focusChanged || update.viewportChanged;
      if (isMoved) this.decorations = chipsOf(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function chipsOf(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const { from, to } = view.state.selection.main;
  const text = view.state.doc.toString();
  for (const { index, 0: whole, 1: tilde = '', 2: path = '' } of text.matchAll(reference)) {
    const end = index + whole.length;
    const isTouched = view.hasFocus && from <= end && to >= index;
    // The braces of a regex may be its own: a family is left as it is.
    if (path === '' || tilde !== '' || isTouched || whole.includes('\n')) continue;
    builder.add(index, index + 2, hidden);
    builder.add(index + 2, end - 1, chip);
    builder.add(end - 1, end, hidden);
  }
  return builder.finish();
}
