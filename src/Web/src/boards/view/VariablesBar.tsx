import { MultiSelect, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';

import { explain } from '../../model/errors';
import type { Chosen } from '../../model/variables';
import classes from '../boards.module.css';
import type { ShownVariable } from './useVariables';

export interface VariablesBarProps {
  list: readonly ShownVariable[];
  chosen: Chosen;
  choose: (chosen: Chosen) => void;
}

/** A choice for each variable of a dashboard; what is chosen is in the address. */
export function VariablesBar({ list, chosen, choose }: VariablesBarProps) {
  if (list.length === 0) return null;
  return (
    <div className={classes.variables} role="group" aria-label="Variables">
      {list.map((one) => (
        <Choice
          key={`${one.variable.name} ${one.variable.kind} ${one.variable.multi}`}
          {...one}
          isSaid={chosen[one.variable.name] !== undefined}
          set={(values) => choose({ ...chosen, [one.variable.name]: values })}
        />
      ))}
    </div>
  );
}

interface ChoiceProps extends ShownVariable {
  /** Whether somebody chose, and it is not what the document says. */
  isSaid: boolean;
  set: (values: readonly string[]) => void;
}

function Choice({ variable, found, values, error, isSaid, set }: ChoiceProps) {
  const { name, kind, multi, initial } = variable;
  const why = error === null ? null : explain(error);
  if (kind === 'text') return <TextChoice label={name} value={values[0] ?? ''} set={(text) => set([text])} />;
  const data = [...new Set([...found, ...values])];
  const common = { label: name, size: 'xs', searchable: true, data, error: why, limit: 200 } as const;
  const none = found.length === 0 ? 'None found' : undefined;
  if (!multi) {
    return (
      <Select
        {...common}
        w={160}
        allowDeselect={false}
        placeholder={none ?? 'Choose…'}
        value={values[0] ?? null}
        onChange={(value) => value !== null && set([value])}
      />
    );
  }
  const isAll = !isSaid && initial.length === 0;
  const picked = isAll ? [] : [...values];
  return (
    <MultiSelect
      {...common}
      w={220}
      clearable
      placeholder={picked.length === 0 ? (none ?? `All ${found.length}`) : ''}
      value={picked}
      onChange={set}
    />
  );
}

const typingMs = 400;

function TextChoice({ label, value, set }: { label: string; value: string; set: (text: string) => void }) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const later = useDebouncedCallback(set, typingMs);
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  return (
    <TextInput
      label={label}
      size="xs"
      w={160}
      maxLength={200}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        later(event.currentTarget.value);
      }}
    />
  );
}
