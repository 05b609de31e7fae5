import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { searchGroups } from '../../../api/runs';
import { PlusIcon } from '../../../components/icons';
import classes from '../../../components/menus.module.css';
import { Popup } from '../../../components/Popup';
import { typeLabel } from '../../../model/words';
import {
  hasValue,
  operatorsFor,
  parseChips,
  printChips,
  type Chip as Part,
  type Condition,
  type Operator,
} from '../../../nql/chips';
import { AttributeSearch } from '../../../pickers/AttributeSearch';
import { Chip } from './FilterBar';

export interface QueryBuilderProps {
  project: string;
  /** NQL. */
  query: string;
  change: (query: string) => void;
  /** Goes over to writing the query as text. */
  write: () => void;
}

/** The query as parts that must all hold. What is no single comparison is shown as its NQL, and stays as it is. */
export function QueryBuilder({ project, query, change, write }: QueryBuilderProps) {
  // The index of the part that is open; the number of parts for a new one.
  const [open, setOpen] = useState<number | null>(null);
  const parts = parseChips(query);
  const isRaw = parts.some((part) => part.kind === 'raw');
  const put = (at: number, condition: Condition) => {
    const part: Part = { kind: 'condition', ...condition };
    change(printChips(at < parts.length ? parts.map((one, index) => (index === at ? part : one)) : [...parts, part]));
    setOpen(null);
  };
  return (
    <div className={classes.builder} role="group" aria-label="Query">
      {parts.map((part, at) => (
        <Editor
          key={at}
          project={project}
          condition={part.kind === 'condition' ? part : null}
          isOpen={open === at}
          setOpen={(isOpen) => setOpen(isOpen ? at : null)}
          done={(condition) => put(at, condition)}
        >
          <Chip
            name={part.kind === 'raw' ? 'NQL' : ''}
            isRaw={part.kind === 'raw'}
            open={part.kind === 'raw' ? write : () => setOpen(at)}
            remove={() => change(printChips(parts.filter((_, index) => index !== at)))}
          >
            {part.kind === 'raw' ? part.text : sentence(part)}
          </Chip>
        </Editor>
      ))}
      <Editor
        project={project}
        condition={null}
        isOpen={open === parts.length}
        setOpen={(isOpen) => setOpen(isOpen ? parts.length : null)}
        done={(condition) => put(parts.length, condition)}
      >
        <Button
          variant="default"
          leftSection={<PlusIcon size={13} />}
          aria-haspopup="dialog"
          aria-expanded={open === parts.length}
          onClick={() => setOpen(open === null ? parts.length : null)}
        >
          Condition
        </Button>
      </Editor>
      {isRaw && (
        <span className={classes.hintText}>
          Parts marked NQL are more than one condition. Click one to edit its text.
        </span>
      )}
    </div>
  );
}

function sentence({ path, aggregate, operator, value }: Condition): string {
  const name = aggregate === '' ? path : `${aggregate} of ${path}`;
  return hasValue(operator) ? `${name} ${operator.toLowerCase()} ${value}` : `${name} ${operator.toLowerCase()}`;
}

interface EditorProps {
  project: string;
  /** null for a new one. */
  condition: Condition | null;
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  done: (condition: Condition) => void;
  children: React.ReactNode;
}

function Editor({ project, condition, isOpen, setOpen, done, children }: EditorProps) {
  return (
    <Popup
      label="Condition"
      width={340}
      isAnchor
      isOpen={isOpen}
      onChange={setOpen}
      target={<span className={classes.part}>{children}</span>}
    >
      <ConditionForm project={project} initial={condition} done={done} />
    </Popup>
  );
}

interface ConditionFormProps {
  project: string;
  initial: Condition | null;
  done: (condition: Condition) => void;
}

function ConditionForm({ project, initial, done }: ConditionFormProps) {
  const [condition, setCondition] = useState(initial);
  if (condition === null) {
    return (
      <AttributeSearch
        project={project}
        height={260}
        choose={({ name, type }) =>
          setCondition({ path: name, type, aggregate: '', operator: firstOperator(type), value: '' })
        }
      />
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
  experimentState: 'running or idle',
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
