import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { searchGroups } from '../../../api/runs';
import classes from '../../../components/menus.module.css';
import { typeLabel } from '../../../model/words';
import { hasValue, operatorsFor, type Condition, type Operator } from '../../../nql/chips';
import { AttributeSearch } from '../../../pickers/AttributeSearch';

export interface ConditionFormProps {
  project: string;
  initial: Condition | null;
  done: (condition: Condition) => void;
  /** Of the list of attributes, in pixels. */
  height?: number;
  /** What else there is to choose while no attribute is chosen. */
  children?: ReactNode;
}

/** An attribute, then a comparison and a value; Enter goes from one to the next. */
export function ConditionForm({ project, initial, done, height = 260, children }: ConditionFormProps) {
  const [condition, setCondition] = useState(initial);
  if (condition === null) {
    return (
      <>
        <AttributeSearch
          project={project}
          height={height}
          choose={({ name, type }) =>
            setCondition({ path: name, type, aggregate: '', operator: firstOperator(type), value: '' })
          }
        />
        {children}
      </>
    );
  }
  const set = (part: Partial<Condition>) => setCondition({ ...condition, ...part });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        done(hasValue(condition.operator) ? condition : { ...condition, value: '' });
      }}
    >
      <div className={classes.chosen}>
        <bdi className="name" title={condition.path}>
          {condition.path}
        </bdi>
        <span className={classes.type}>{typeLabel(condition.type)}</span>
        <button type="button" className="link" onClick={() => setCondition(null)}>
          Change
        </button>
      </div>
      {condition.type === 'floatSeries' && (
        <Select
          mb={8}
          aria-label="Figure"
          comboboxProps={{ withinPortal: false }}
          data={['last', 'min', 'max', 'average', 'variance']}
          value={condition.aggregate === '' ? 'last' : condition.aggregate}
          onChange={(figure) => set({ aggregate: figure === 'last' || figure === null ? '' : figure })}
        />
      )}
      <Select
        mb={8}
        aria-label="Operator"
        comboboxProps={{ withinPortal: false }}
        data={operatorsFor(condition.type).map((value) => ({ value, label: value.toLowerCase() }))}
        value={condition.operator}
        onChange={(operator) => operator !== null && set({ operator: operator as Operator })}
      />
      {hasValue(condition.operator) && (
        <Value project={project} condition={condition} set={(value) => set({ value })} />
      )}
      <Button type="submit" mt={4}>
        Apply
      </Button>
    </form>
  );
}

/** A metric is asked for what lies below a bound, a setting for one value. */
function firstOperator(type: string): Operator {
  return type === 'floatSeries' ? '<' : operatorsFor(type)[0]!;
}

const hints: Record<string, string> = {
  datetime: '2026-03-05T10:00:00Z, or -2h, -5d, -1M',
  bool: 'true or false',
  experimentState: 'running or inactive',
};

/** The value, with those that runs have to choose from. */
function Value({ project, condition, set }: { project: string; condition: Condition; set: (value: string) => void }) {
  const { path, type, operator } = condition;
  const isListed = ['string', 'bool', 'experimentState', 'int'].includes(type) && !operator.endsWith('MATCHES');
  const found = useQuery({
    queryKey: ['valuesOf', project, path, type],
    queryFn: ({ signal }) =>
      searchGroups(
        {
          project,
          query: '',
          experimentsOnly: false,
          sort: null,
          paths: [],
          groupBy: [{ path, type: type as 'string', aggregation: 'last' }],
          opened: new Map(),
          offset: 0,
          limit: 12,
        },
        signal,
      ),
    enabled: isListed,
  });
  const values =
    found.data?.groups.flatMap(({ values: [value] }) => (typeof value === 'string' && value !== '' ? [value] : [])) ??
    [];
  return (
    <>
      <TextInput
        mb={8}
        autoFocus
        data-autofocus
        aria-label="Value"
        placeholder={hints[type] ?? 'Value'}
        value={condition.value}
        onChange={(event) => set(event.currentTarget.value)}
      />
      {isListed && values.length > 0 && (
        <div className={classes.choices}>
          {values.map((value) => (
            <button
              key={value}
              type="button"
              className={classes.choice}
              aria-pressed={value === condition.value}
              onClick={() => set(value)}
            >
              <bdi className="name">{value}</bdi>
            </button>
          ))}
        </div>
      )}
    </>
  );
}
