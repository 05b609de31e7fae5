import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';

import { DownIcon } from '../../components/icons';
import { Popup } from '../../components/Popup';
import { explain } from '../../model/errors';
import type { Chosen } from '../../model/chosen';
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
  return <Several label={name} data={data} picked={isAll ? [] : values} error={why} none={none} set={set} />;
}

interface SeveralProps {
  label: string;
  data: readonly string[];
  /** None: all hold. */
  picked: readonly string[];
  error: string | null;
  /** Said where there is nothing to choose from. */
  none: string | undefined;
  set: (values: readonly string[]) => void;
}

const listedMax = 200;
const namedMax = 3;

/** A choice of any number of values; of none it is all. */
function Several({ label, data, picked, error, none, set }: SeveralProps) {
  const [search, setSearch] = useState('');
  const found = data.filter((one) => one.toLowerCase().includes(search.toLowerCase()));
  const few = picked.length <= namedMax ? picked.join(', ') : `${picked.length} of ${data.length}`;
  const shown = few || (none ?? `All ${data.length}`);
  return (
    <div className={classes.several}>
      <span aria-hidden>{label}</span>
      <Popup
        label={label}
        width={240}
        target={
          <Button variant="default" rightSection={<DownIcon size={12} />} aria-label={`${label}: ${shown}`}>
            <bdi className="name">{shown}</bdi>
          </Button>
        }
      >
        <div className={classes.fields}>
          <TextInput
            aria-label={`Find a value of ${label}`}
            placeholder="Find…"
            size="xs"
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <div className={classes.valueList}>
            {found.slice(0, listedMax).map((one) => (
              <Checkbox
                key={one}
                size="xs"
                label={one}
                checked={picked.includes(one)}
                onChange={(event) => {
                  const others = data.filter((other) => other !== one && picked.includes(other));
                  const next = event.currentTarget.checked ? [...others, one] : others;
                  set(data.filter((other) => next.includes(other)));
                }}
              />
            ))}
            {found.length > listedMax && <span className={classes.of}>Find narrows down {found.length} values.</span>}
          </div>
          <Button variant="subtle" size="compact-xs" disabled={picked.length === 0} onClick={() => set([])}>
            All of them
          </Button>
        </div>
      </Popup>
      {error !== null && <span role="alert">{error}</span>}
    </div>
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
