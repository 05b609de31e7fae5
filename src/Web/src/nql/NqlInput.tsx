import { acceptCompletion, autocompletion, closeBrackets, completionStatus } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { setDiagnostics } from '@codemirror/lint';
import { EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { useEffect, useEffectEvent, useRef } from 'react';

import { completeNql } from './complete';
import { nqlColors, nqlLanguage } from './language';
import classes from './NqlInput.module.css';

export interface NqlInputProps {
  project: string;
  value: string;
  /** On Enter, and when the box is left. */
  onSubmit: (query: string) => void;
  /** `end`: where the wrong word ends. */
  error: { message: string; position: number | null; end?: number } | null;
}

const theme = EditorView.theme({
  '&': { fontSize: '0.78rem', backgroundColor: 'transparent', color: 'var(--ink)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content': { fontFamily: 'var(--mono)', padding: '5px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 8px' },
  '.cm-placeholder': { color: 'var(--ink-faint)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    border: '1px solid var(--line)',
    borderRadius: '6px',
    color: 'var(--ink)',
  },
  '.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--accent-soft)', color: 'var(--ink)' },
  '.cm-completionDetail': { color: 'var(--ink-faint)', fontStyle: 'normal', marginLeft: '1em' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': { backgroundColor: 'var(--accent-soft) !important' },
});

/** The query box: colors, completion from what the project logs, and the server's complaint where it lies. */
export function NqlInput({ project, value, onSubmit, error }: NqlInputProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const submit = useEffectEvent((query: string) => onSubmit(query.trim()));
  const initial = useEffectEvent(() => value);

  useEffect(() => {
    const editor = new EditorView({
      parent: host.current!,
      state: EditorState.create({
        doc: initial(),
        extensions: [
          history(),
          closeBrackets(),
          nqlLanguage,
          nqlColors,
          theme,
          EditorView.lineWrapping,
          placeholder('Query: `config/lr`:float > 0.001 AND …'),
          EditorView.contentAttributes.of({ 'aria-label': 'Query (NQL)' }),
          autocompletion({ override: [completeNql(project)], icons: false, maxRenderedOptions: 60 }),
          Prec.highest(
            keymap.of([
              {
                key: 'Enter',
                run: (target) => {
                  if (completionStatus(target.state) === 'active' && acceptCompletion(target)) return true;
                  submit(target.state.doc.toString());
                  return true;
                },
              },
              { key: 'Tab', run: acceptCompletion },
            ]),
          ),
          keymap.of([...historyKeymap, ...defaultKeymap]),
          EditorView.domEventHandlers({ blur: (_, target) => submit(target.state.doc.toString()) }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [project]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString().trim() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const length = editor.state.doc.length;
    const from = Math.min(error?.position ?? 0, Math.max(0, length - 1));
    const marks =
      error === null || length === 0
        ? []
        : [
            {
              from,
              to: Math.max(from + 1, Math.min(error.end ?? length, length)),
              severity: 'error' as const,
              message: error.message,
            },
          ];
    editor.dispatch(setDiagnostics(editor.state, error?.position == null ? [] : marks));
  }, [error, value]);

  return (
    <div className={classes.box} data-invalid={error !== null}>
      <div ref={host} className={classes.editor} />
      {error !== null && (
        <div className={classes.error} role="alert">
          {error.message}
        </div>
      )}
    </div>
  );
}
