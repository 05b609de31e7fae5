import { ActionIcon, Button, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';

import { CloseIcon, PlusIcon } from '../../components/icons';
import { chosenMax, isVariableName } from '../../model/chosen';
import { readVariables, variableKinds, variablesMax, type Variable, type VariableKind } from '../../model/variables';
import { FieldSelect } from '../../pickers/FieldSelect';
import classes from '../boards.module.css';
import { PatternInput } from './PatternInput';

export interface VariablesFormProps {
  project: string;
  variables: readonly Variable[];
  /** @param field names what was typed in: what follows at once is the same step. */
  change: (variables: Variable[], field?: string) => void;
}

const kindLabels: Record<VariableKind, string> = {
  values: 'A list of values',
  capture: 'What a regex captures of names',
  attribute: 'The values of an attribute',
  text: 'Any text',
};

/** The variables of a dashboard. */
export function VariablesForm({ project, variables, change }: VariablesFormProps) {
  const set = (at: number, part: Partial<Variable>, field?: string) => {
    const next = variables.map((one, other) => (other === at ? { ...one, ...part } : one));
    change(next, field && `variable ${at} ${field}`);
  };
  const add = () => {
    const names = new Set(variables.map(({ name }) => name));
    let count = 1;
    while (names.has(`variable${count}`)) count++;
    change([...variables, ...readVariables([{ name: `variable${count}`, kind: 'values' }])]);
  };
  return (
    <div className={classes.fields}>
      <p className={classes.explained}>
        Widgets take the value of a variable in place of <code>$(name)</code>: in metrics, formulas, regular
        expressions, titles and texts.
      </p>
      {variables.map((variable, at) => (
        <fieldset key={at} className={classes.variable}>
          <legend className="visually-hidden">{variable.name}</legend>
          <div className={classes.variableHead}>
            <NameInput
              value={variable.name}
              others={variables.filter((one) => one !== variable).map(({ name }) => name)}
              set={(name) => set(at, { name }, 'name')}
            />
            <Select
              label="Values"
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
              data={variableKinds.map((kind) => ({ value: kind, label: kindLabels[kind] }))}
              value={variable.kind}
              onChange={(kind) => set(at, { kind: kind as VariableKind, initial: [] })}
            />
            <ActionIcon
              aria-label={`Remove ${variable.name}`}
              title="Remove"
              onClick={() => change(variables.filter((one) => one !== variable))}
            >
              <CloseIcon size={13} />
            </ActionIcon>
          </div>
          <Values project={project} variable={variable} set={(part, field) => set(at, part, field)} />
        </fieldset>
      ))}
      {variables.length < variablesMax && (
        <Button variant="default" leftSection={<PlusIcon size={14} />} onClick={add}>
          Add a variable
        </Button>
      )}
    </div>
  );
}

interface ValuesProps {
  project: string;
  variable: Variable;
  set: (part: Partial<Variable>, field?: string) => void;
}

function Values({ project, variable, set }: ValuesProps) {
  const { kind, values, regex, path, multi, initial } = variable;
  return (
    <>
      {kind === 'values' && (
        <LinesInput
          label="To choose from, a line each"
          value={values}
          set={(next) => set({ values: next }, 'values')}
        />
      )}
      {kind === 'capture' && (
        <PatternInput
          label="Values are what ( ) captures (RE2, anywhere in the name)"
          placeholder="^layers/(\d+)/"
          value={regex}
          set={(next) => set({ regex: next }, 'regex')}
        />
      )}
      {kind === 'attribute' && (
        <div className={classes.field}>
          <span>Attribute</span>
          <FieldSelect
            project={project}
            label="Attribute"
            value={path === '' ? null : { path, type: 'string', aggregation: 'last' }}
            set={(field) => set({ path: field?.path ?? '' })}
          />
        </div>
      )}
      {kind === 'text' ? (
        <TextInput
          label="At first"
          maxLength={200}
          value={initial[0] ?? ''}
          onChange={({ currentTarget: { value } }) => set({ initial: value === '' ? [] : [value] }, 'text')}
        />
      ) : (
        <>
          <LinesInput
            label={multi ? 'Chosen at first, a line each' : 'Chosen at first'}
            placeholder={multi ? 'All' : 'The first'}
            value={initial}
            set={(next) => set({ initial: multi ? next : next.slice(0, 1) }, 'initial')}
          />
          <Switch
            label="Several at once"
            checked={multi}
            onChange={(event) => {
              const next = event.currentTarget.checked;
              set({ multi: next, initial: next ? initial : initial.slice(0, 1) });
            }}
          />
        </>
      )}
    </>
  );
}

interface LinesInputProps {
  label: string;
  placeholder?: string;
  value: readonly string[];
  set: (values: string[]) => void;
}

/** Values, one a line. */
function LinesInput({ label, placeholder = '', value, set }: LinesInputProps) {
  const [text, setText] = useState(value.join('\n'));
  return (
    <Textarea
      label={label}
      placeholder={placeholder}
      autosize
      minRows={1}
      maxRows={8}
      value={text}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        const lines = next.split('\n').map((line) => line.trim());
        set([...new Set(lines.filter((line) => line !== ''))].slice(0, chosenMax));
      }}
    />
  );
}

interface NameInputProps {
  value: string;
  others: readonly string[];
  set: (name: string) => void;
}

/** A name. What is none yet stays here: widgets go by names. */
function NameInput({ value, others, set }: NameInputProps) {
  const [text, setText] = useState(value);
  const why = !isVariableName(text)
    ? 'A letter, then letters, digits, - and _'
    : others.includes(text)
      ? 'Another variable has it'
      : null;
  return (
    <TextInput
      label="Name"
      maxLength={40}
      error={why}
      value={text}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        if (isVariableName(next) && !others.includes(next)) set(next);
      }}
    />
  );
}
