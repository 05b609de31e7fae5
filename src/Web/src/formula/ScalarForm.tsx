import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { checkFormula, type FormulaDiagnostic } from '../api/formulas';
import { asTyped } from '../model/chart';
import { explain } from '../model/errors';
import { formulaField, type Field } from '../model/field';
import { ExamplesMenu } from './ExamplesMenu';
import { FormulaInput } from './FormulaInput';
import classes from './NamedFormulas.module.css';

export interface ScalarFormProps {
  project: string;
  /** sys/id of the runs whose metrics are offered; none: all of the project. */
  runs: readonly string[];
  /** sys/id of the run that formulas mean by `baseline()`. */
  baseline?: string | null;
  /** What is edited; null makes one. */
  value: Field | null;
  /** Whether it can have a name, as columns have. */
  isNamed?: boolean;
  /** What the button says. */
  action: string;
  choose: (field: Field, name: string) => void;
}

const restMs = 300;
const runsChecked = 10;

/** A formula that is one number a run: of a column, an axis, or a bar. */
export function ScalarForm(props: ScalarFormProps) {
  const { project, runs, baseline = null, value, isNamed = false, action, choose } = props;
  const [text, setText] = useState(value?.type === 'formula' ? asTyped(value.path) : '');
  const [name, setName] = useState('');
  const [rested] = useDebouncedValue(text, restMs);
  const formula = rested.trim() === '' ? '' : formulaField(rested).path;
  const ids = runs.slice(0, runsChecked);
  const { data: check, error } = useQuery({
    queryKey: ['formula check', project, ids, baseline, 'scalar', formula],
    queryFn: ({ signal }) => checkFormula({ project, runs: ids, baseline, role: 'scalar', formula }, signal),
    enabled: formula !== '',
    staleTime: 30_000,
  });
  // Places are those of the text only where that is what was checked.
  const said = text === rested ? (check?.diagnostics ?? none) : none;
  const isSound = check !== undefined && check.diagnostics.every(({ severity }) => severity !== 'error');
  const submit = () => {
    if (isSound && text === rested) choose(formulaField(text), name.trim());
  };
  return (
    <form
      className={classes.scalar}
      aria-label="Formula, one number a run"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <FormulaInput
        project={project}
        runs={runs}
        label="Formula"
        placeholder="run_min(${val/loss})"
        value={text}
        isFirst
        diagnostics={said}
        onChange={setText}
      />
      {isNamed && (
        <TextInput
          size="xs"
          label="Name"
          placeholder="The formula"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      {error !== null && (
        <div role="alert" className={classes.error}>
          {explain(error)}
        </div>
      )}
      <div className={classes.actions}>
        <ExamplesMenu
          project={project}
          runs={runs}
          kind="scalar"
          insert={({ label, formula: example }) => {
            setText(example);
            if (name === '') setName(label);
          }}
        />
        <Button size="compact-xs" type="submit" disabled={!isSound || text !== rested}>
          {action}
        </Button>
      </div>
    </form>
  );
}

const none: readonly FormulaDiagnostic[] = [];
