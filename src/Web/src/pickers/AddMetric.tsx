import { Autocomplete } from '@mantine/core';
import { useState } from 'react';

import { PlusIcon } from '../components/icons';
import { isFormula } from '../model/chart';
import { useMetricNames, type PickerProps } from './MetricInput';

export interface AddMetricProps extends PickerProps {
  /** Told of a metric by its path, or of what was typed as a formula. */
  add: (text: string) => void;
  placeholder: string;
}

/** Adds one metric after the other: it stays, empty, for the next. */
export function AddMetric({ project, runs, label, add, placeholder }: AddMetricProps) {
  const [text, setText] = useState('');
  const names = useMetricNames(project, runs, text);
  const take = (chosen: string) => {
    add(chosen);
    setText('');
  };
  return (
    <Autocomplete
      size="xs"
      data-autofocus
      aria-label={label}
      placeholder={placeholder}
      leftSection={<PlusIcon size={12} />}
      data={names}
      maxDropdownHeight={220}
      filter={({ options }) => options}
      selectFirstOptionOnChange={!isFormula(text)}
      value={text}
      comboboxProps={{ withinPortal: false }}
      onChange={setText}
      onOptionSubmit={(chosen) => {
        take(chosen);
        // What was chosen is put into the box after this.
        queueMicrotask(() => setText(''));
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        // An empty box leaves Enter to the form.
        if (text.trim() === '') return;
        event.preventDefault();
        if (isFormula(text) || names.includes(text.trim())) take(text.trim());
      }}
    />
  );
}
