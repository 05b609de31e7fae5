import { Button, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import type { NamedFormula, NamedFormulaContent } from '../api/namedFormulas';
import { explain } from '../model/errors';
import { unitCharsMax } from '../model/valueFormat';
import classes from './NamedFormulas.module.css';

export interface NamedFormProps {
  /** What is changed; without it one is made. */
  of?: NamedFormula;
  /** What the boxes hold at first. */
  formula: string;
  error: Error | null;
  save: (content: NamedFormulaContent) => Promise<void>;
  cancel: () => void;
  /** The box for the formula, where that is edited here. */
  children?: ReactNode;
}

const isName = (text: string) => /^\w+$/.test(text);

/** The name, the unit and the purpose of a formula of the project. */
export function NamedForm({ of, formula, error, save, cancel, children }: NamedFormProps) {
  const [name, setName] = useState(of?.name ?? '');
  const [unit, setUnit] = useState(of?.unit ?? '');
  const [note, setNote] = useState(of?.note ?? '');
  const [isSaving, setSaving] = useState(false);
  const isOdd = name !== '' && !isName(name);
  const submit = () => {
    if (!isName(name) || formula.trim() === '' || isSaving) return;
    setSaving(true);
    // What goes wrong is shown below.
    void save({ name, formula, unit: unit.trim() || null, note: note.trim() || null })
      .catch(() => undefined)
      .then(() => setSaving(false));
  };
  return (
    <div
      className={classes.form}
      role="group"
      aria-label={of === undefined ? 'New named formula' : `Edit @${of.name}`}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
        // The form around it is another one.
        event.preventDefault();
        submit();
      }}
    >
      {children}
      <div className={classes.row}>
        <TextInput
          size="xs"
          label="Name"
          placeholder="mfu"
          data-autofocus
          value={name}
          error={isOdd && 'Letters, digits and _'}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          size="xs"
          label="Unit"
          placeholder="tok/s"
          maxLength={unitCharsMax}
          value={unit}
          onChange={(event) => setUnit(event.currentTarget.value)}
        />
      </div>
      <TextInput
        size="xs"
        label="What it is for"
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {error !== null && (
        <div role="alert" className={classes.error}>
          {explain(error)}
        </div>
      )}
      <div className={classes.actions}>
        <Button size="compact-xs" variant="default" onClick={cancel}>
          Cancel
        </Button>
        <Button size="compact-xs" loading={isSaving} disabled={!isName(name) || formula.trim() === ''} onClick={submit}>
          {of === undefined ? 'Save formula' : 'Save changes'}
        </Button>
      </div>
    </div>
  );
}
