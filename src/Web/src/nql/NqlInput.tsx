import { acceptCompletion, autocompletion, closeBrackets, completionStatus } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { setDiagnostics } from '@codemirror/lint';
import { EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { useEffect, useEffectEvent, useRef } from 'react';

import { editorTheme } from '../components/editorTheme';
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
          editorTheme,
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
