import { setDiagnostics } from '@codemirror/lint';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { fetchFormulaLanguage, type FormulaDiagnostic } from '../api/formulas';
import { listNamedFormulas } from '../api/namedFormulas';
import { useEditor } from '../components/useEditor';
import { namedFormulasKey } from '../data/useNamedFormulas';
import { completeFormula } from './complete';
import classes from './FormulaInput.module.css';
import { formulaColors, formulaLanguage, metricChips } from './language';

export interface FormulaInputProps {
  project: string;
  /** sys/id of the runs whose metrics are offered. */
  runs: readonly string[];
  label: string;
  placeholder?: string;
  value: string;
  onChange: (text: string) => void;
  /** Takes the focus when it comes on the page. */
  isFirst?: boolean;
  /** What the server says of this text. */
  diagnostics: readonly FormulaDiagnostic[];
}

/** A box for a formula: colors, completion, and what is wrong with it where it lies, with a button that mends it. */
export function FormulaInput({
  project,
  runs,
  label,
  placeholder: hint = 'train/loss, or a formula',
  value,
  onChange,
  isFirst = false,
  diagnostics,
}: FormulaInputProps) {
  const client = useQueryClient();
  const language = () =>
    client.ensureQueryData({
      queryKey: ['formula language'],
      queryFn: ({ signal }) => fetchFormulaLanguage(signal),
      staleTime: Infinity,
    });
  const named = () =>
    client.ensureQueryData({
      queryKey: namedFormulasKey(project),
      queryFn: ({ signal }) => listNamedFormulas(project, signal),
      staleTime: 30_000,
    });
  const { host, view } = useEditor({
    of: '',
    label,
    hint,
    value,
    language: [formulaLanguage, formulaColors, metricChips],
    complete: completeFormula({ project, runs, language, named }),
    enter: (editor) => editor.dom.closest('form')?.requestSubmit(),
    change: onChange,
    made: (editor) => {
      // The form may be closing by the time that the editor is loaded: then the focus is where it belongs.
      const dialog = editor.dom.closest('[role="dialog"]');
      if (isFirst && (dialog === null || dialog.contains(document.activeElement))) editor.focus();
    },
  });

  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const { length } = editor.state.doc;
    const placed = diagnostics.filter(({ from, to }) => from < to && to <= length);
    editor.dispatch(
      setDiagnostics(
        editor.state,
        placed.map(({ from, to, severity, message }) => ({ from, to, severity, message })),
      ),
    );
  }, [view, diagnostics]);

  const mend = ({ from, to, fix }: FormulaDiagnostic) => {
    if (fix == null) return;
    const isPlaced = to > 0 && to <= value.length;
    onChange(isPlaced ? value.slice(0, from) + fix.text + value.slice(to) : fix.text);
    view.current?.focus();
  };
  return (
    <div className={classes.box} data-invalid={diagnostics.some(({ severity }) => severity === 'error')}>
      <div ref={host} className={classes.editor} />
      {diagnostics.slice(0, 3).map((one, at) => (
        <div
          key={at}
          className={classes.said}
          data-severity={one.severity}
          role={one.severity === 'error' ? 'alert' : 'status'}
        >
          <span>{one.message}</span>
          {one.fix != null && (
            <Button size="compact-xs" variant="light" onClick={() => mend(one)}>
              {one.fix.label}
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}
