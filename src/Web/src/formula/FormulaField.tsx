import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';

import { useFilled } from '../data/filled';
import { checkFormula, type FormulaDiagnostic, type FormulaRole } from '../api/formulas';
import { isFormula } from '../model/chart';
import { explain } from '../model/errors';
import { FormulaInput } from './FormulaInput';
import classes from './NamedFormulas.module.css';

export interface FormulaFieldProps {
  project: string;
  /** sys/id of the runs whose metrics are offered; none: all of the project. */
  runs: readonly string[];
  /** sys/id of the run that formulas mean by `baseline()`. */
  baseline: string | null;
  role: FormulaRole;
  label: string;
  placeholder?: string;
  /** A bare name is a metric. */
  value: string;
  /** Told once the text is right, and somebody is done with it. */
  onChange: (text: string) => void;
}

const restMs = 300;
const runsChecked = 10;
const none: readonly FormulaDiagnostic[] = [];

/** A formula, or the name of a metric, that is taken with Enter or on leaving the box, and only if it is right. */
export function FormulaField(props: FormulaFieldProps) {
  const { project, runs, baseline, role, label, placeholder, value, onChange } = props;
  const [draft, setDraft] = useState({ text: value, of: value, isDone: false });
  if (draft.of !== value) setDraft({ text: value, of: value, isDone: false });
  const { text } = draft;
  const [rested] = useDebouncedValue(text, restMs);
  const ids = runs.slice(0, runsChecked);
  const filled = useFilled();
  const { data: check, error } = useQuery({
    queryKey: ['formula check', project, ids, baseline, role, filled(rested)],
    queryFn: ({ signal }) =>
      checkFormula({ project, runs: ids, baseline, role, formula: filled(rested) }, signal),
    enabled: isFormula(rested) && rested !== value,
    staleTime: 30_000,
  });
  // Places are those of the text only where that is what was checked.
  const isChecked = text === rested && check !== undefined;
  const said = isChecked && isFormula(text) ? check.diagnostics : none;
  const isRight = !isFormula(text) || (isChecked && said.every(({ severity }) => severity !== 'error'));
  // The server's word may come after somebody has left the box.
  const isTaken = draft.isDone && isRight && text.trim() !== value;
  const take = useEffectEvent(() => onChange(text.trim()));
  useEffect(() => {
    if (isTaken) take();
  }, [isTaken]);
  const done = () => setDraft((now) => ({ ...now, isDone: true }));
  return (
    <form
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        done();
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) done();
      }}
    >
      <FormulaInput
        project={project}
        runs={runs}
        label={label}
        value={text}
        diagnostics={said}
        onChange={(next) => setDraft((now) => ({ ...now, text: next, isDone: false }))}
        {...(placeholder === undefined ? {} : { placeholder })}
      />
      {error !== null && (
        <div role="alert" className={classes.error}>
          {explain(error)}
        </div>
      )}
    </form>
  );
}
