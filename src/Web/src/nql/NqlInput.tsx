import { setDiagnostics } from '@codemirror/lint';
import { useEffect } from 'react';

import { useEditor } from '../components/useEditor';
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
  /** Takes the focus when it comes on the page. */
  takesFocus?: boolean;
}

/** The query box: colors, completion from what the project logs, and the server's complaint where it lies. */
export function NqlInput({ project, value, onSubmit, error, takesFocus = false }: NqlInputProps) {
  const submit = (text: string) => onSubmit(text.trim());
  const { host, view } = useEditor({
    of: project,
    label: 'Query (NQL)',
    hint: 'Query: `config/lr`:float > 0.001 AND …',
    value,
    // Only what is submitted is trimmed.
    shows: (text, query) => text.trim() === query,
    language: [nqlLanguage, nqlColors],
    complete: completeNql(project),
    enter: (editor) => submit(editor.state.doc.toString()),
    blur: submit,
  });

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
  }, [view, error, value]);

  useEffect(() => {
    if (takesFocus) view.current?.focus();
  }, [view, takesFocus]);

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
