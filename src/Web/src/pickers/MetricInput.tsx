import { Autocomplete, TagsInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { queryDefinitions } from '../api/attributes';
import type { AttributeType } from '../model/attribute';
import { completed, typedName } from '../model/chart';
import type { ChartRun } from '../model/chartRun';
import { parseExtendedRegex } from '../model/nameFilter';

const shownMax = 50;
const restMs = 150;

/** Names of the runs' attributes that hold what was typed. */
function useNames(
  project: string,
  runs: readonly ChartRun[],
  types: readonly AttributeType[],
  typed: string,
): string[] {
  const [text] = useDebouncedValue(typed, restMs);
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const names = useQuery({
    queryKey: ['attribute names', project, ids, types, text],
    queryFn: ({ signal }) =>
      queryDefinitions(
        { project, runs: ids, types: [...types], filter: parseExtendedRegex(literal(text)), limit: shownMax },
        signal,
      ),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  return useMemo(() => [...new Set((names.data?.entries ?? []).map((one) => one.name))], [names.data]);
}

/** What is typed here is text, not a pattern. */
function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/ /g, '\\x20').replace(/^!/, '\\x21');
}

export interface PickerProps {
  project: string;
  runs: readonly ChartRun[];
  label: string;
}

const metricTypes = ['floatSeries'] as const;

/** Names of the runs' metrics that hold what was typed. */
export function useMetricNames(project: string, runs: readonly ChartRun[], typed: string): string[] {
  return useNames(project, runs, metricTypes, typed);
}

export interface MetricInputProps extends PickerProps {
  value: string;
  onChange: (path: string) => void;
  placeholder?: string;
  error?: string | undefined;
}

/** A metric, by its path. */
export function MetricInput({
  project,
  runs,
  label,
  value,
  onChange,
  placeholder,
  error,
}: MetricInputProps) {
  const [draft, setDraft] = useState({ text: value, of: value });
  if (draft.of !== value) setDraft({ text: value, of: value });
  const typed = typedName(draft.text);
  const found = useNames(project, runs, metricTypes, typed ?? '');
  // A name that stands there needs no list, which would lie over what comes next.
  const names = typed === null || found.includes(typed) ? [] : found;
  const tell = (text: string) => {
    if (text !== value) onChange(text);
  };
  return (
    <Autocomplete
      size="xs"
      aria-label={label}
      placeholder={placeholder ?? label}
      data={names.map((name) => completed(draft.text, name))}
      maxDropdownHeight={168}
      filter={({ options }) => options}
      value={draft.text}
      error={error}
      comboboxProps={{ withinPortal: false }}
      onChange={(text) => setDraft({ text, of: value })}
      onOptionSubmit={tell}
      onBlur={() => tell(draft.text)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') tell(draft.text);
      }}
    />
  );
}

const valueTypes = ['float', 'int', 'string', 'bool', 'datetime', 'stringSet'] as const;

export interface AttributesInputProps extends PickerProps {
  value: readonly string[];
  onChange: (paths: string[]) => void;
}

/** Several attributes that have one value. */
export function AttributesInput({ project, runs, label, value, onChange }: AttributesInputProps) {
  const [text, setText] = useState('');
  const names = useNames(project, runs, valueTypes, text);
  return (
    <TagsInput
      size="xs"
      label={label}
      placeholder={value.length === 0 ? 'Attribute' : ''}
      data={names}
      maxDropdownHeight={168}
      filter={({ options }) => options}
      value={[...value]}
      onChange={onChange}
      searchValue={text}
      onSearchChange={setText}
      maxTags={6}
      splitChars={[]}
      comboboxProps={{ withinPortal: false }}
    />
  );
}
