import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { searchGroups, searchTags } from '../../../api/runs';
import { FilterIcon } from '../../../components/icons';
import classes from '../../../components/menus.module.css';
import { Popup } from '../../../components/Popup';
import type { Change } from '../../../model/change';
import {
  countQuick,
  noQuickFilters,
  relativeTimes,
  stateNames,
  states,
  type QuickFilters,
  type RelativeTime,
} from '../../../model/quickFilters';
import type { RunsView } from '../../../model/runsView';
import { parseChips, printChips } from '../../../nql/chips';
import { ConditionForm } from './ConditionForm';

export interface FilterMenuProps {
  project: string;
  view: RunsView;
  change: Change<RunsView>;
}

export const relativeNames: Record<RelativeTime, string> = {
  lastDay: 'Last day',
  lastWeek: 'Last week',
  lastMonth: 'Last month',
  lastQuarter: 'Last quarter',
};

/** A condition on any attribute, or what one press sets: who, what state, which tags, when. All of them must hold. */
export function FilterMenu({ project, view, change }: FilterMenuProps) {
  const { quick } = view;
  const [isOpen, setOpen] = useState(false);
  const count = countQuick(quick) + parseChips(view.query).length;
  const set = (part: Partial<QuickFilters>) => change((now) => ({ ...now, quick: { ...now.quick, ...part } }));
  return (
    <Popup
      label="Filter"
      width={340}
      isOpen={isOpen}
      onChange={setOpen}
      target={
        <Button variant={count > 0 ? 'light' : 'default'} leftSection={<FilterIcon size={14} />}>
          {count === 0 ? 'Filter' : `Filter (${count})`}
        </Button>
      }
    >
      <ConditionForm
        project={project}
        initial={null}
        height={150}
        done={(condition) => {
          change((now) => ({
            ...now,
            query: printChips([...parseChips(now.query), { kind: 'condition', ...condition }]),
          }));
          setOpen(false);
        }}
      >
        <div className={classes.heading}>State</div>
        <Choices of={states} names={stateNames} chosen={quick.states} set={(next) => set({ states: next })} />
        <Owners project={project} quick={quick} set={set} />
        <Tags project={project} quick={quick} set={set} />
        <div className={classes.heading}>Created</div>
        <Choices
          of={relativeTimes}
          names={relativeNames}
          chosen={quick.relative === null ? [] : [quick.relative]}
          set={(next) => set({ relative: next.at(-1) ?? null, from: null, to: null })}
        />
        <div className={classes.days}>
          <Day label="From" value={quick.from} set={(from) => set({ from, relative: null })} />
          <Day label="To" value={quick.to} set={(to) => set({ to, relative: null })} />
        </div>
        {count > 0 && (
          <Button
            mt={12}
            fullWidth
            variant="default"
            onClick={() => change((now) => ({ ...now, quick: noQuickFilters, query: '' }))}
          >
            Clear all filters
          </Button>
        )}
      </ConditionForm>
    </Popup>
  );
}

interface ChoicesProps<T extends string> {
  of: readonly T[];
  names?: Record<T, string>;
  counts?: ReadonlyMap<T, number>;
  chosen: readonly T[];
  set: (chosen: T[]) => void;
}

function Choices<T extends string>({ of, names, counts, chosen, set }: ChoicesProps<T>) {
  return (
    <div className={classes.choices}>
      {of.map((one) => {
        const isChosen = chosen.includes(one);
        return (
          <button
            key={one}
            type="button"
            className={classes.choice}
            aria-pressed={isChosen}
            onClick={() => set(isChosen ? chosen.filter((other) => other !== one) : [...chosen, one])}
          >
            <bdi className="name">{names?.[one] ?? one}</bdi>
            {counts !== undefined && <span className={classes.count}>{counts.get(one)}</span>}
          </button>
        );
      })}
    </div>
  );
}

interface PartProps {
  project: string;
  quick: QuickFilters;
  set: (part: Partial<QuickFilters>) => void;
}

const ownersMax = 30;
const tagsMax = 30;

/** The owners with most runs, or rather those of the newest ones. */
function Owners({ project, quick, set }: PartProps) {
  const found = useQuery({
    queryKey: ['owners', project],
    queryFn: ({ signal }) =>
      searchGroups(
        {
          project,
          query: '',
          experimentsOnly: false,
          sort: null,
          paths: [],
          groupBy: [{ path: 'sys/owner', type: 'string', aggregation: 'last' }],
          opened: new Map(),
          offset: 0,
          limit: ownersMax,
        },
        signal,
      ),
  });
  const counts = new Map(
    found.data?.groups.flatMap(({ values: [owner], count }) =>
      typeof owner === 'string' ? [[owner, count] as const] : [],
    ),
  );
  const owners = [...new Set([...quick.owners, ...counts.keys()])];
  if (owners.length === 0) return null;
  return (
    <>
      <div className={classes.heading}>Owner</div>
      <Choices of={owners} counts={counts} chosen={quick.owners} set={(next) => set({ owners: next })} />
    </>
  );
}

function Tags({ project, quick, set }: PartProps) {
  const [text, setText] = useState('');
  const found = useQuery({
    queryKey: ['tags', project, 'sys/tags', text],
    queryFn: ({ signal }) => searchTags(project, 'sys/tags', text, signal),
    placeholderData: (before) => before,
  });
  const tags = [...new Set([...quick.tags, ...(found.data ?? [])])];
  if (tags.length === 0 && text === '') return null;
  return (
    <>
      <div className={classes.heading}>Tags (all must match)</div>
      {(text !== '' || tags.length > 12) && (
        <TextInput
          mb={6}
          aria-label="Search tags"
          placeholder="Search tags"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <Choices of={tags.slice(0, tagsMax)} chosen={quick.tags} set={(next) => set({ tags: next })} />
    </>
  );
}

function Day({ label, value, set }: { label: string; value: string | null; set: (value: string | null) => void }) {
  return (
    <TextInput
      type="date"
      label={label}
      value={value ?? ''}
      onChange={(event) => set(event.currentTarget.value === '' ? null : event.currentTarget.value)}
    />
  );
}
