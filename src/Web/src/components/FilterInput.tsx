import { ActionIcon, TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';

import { CloseIcon, SearchIcon } from './icons';

export interface FilterInputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  width?: number | string;
  error?: ReactNode;
  placeholder?: string;
}

const restMs = 250;

export const filterHelp =
  'Regular expressions, matched anywhere in the name. With spaces around: “&” for and, “|” for or; “!” before for not.';

/** An extended-regex box. It reports its value when typing pauses, or at once on Enter. */
export function FilterInput({ label, value, onChange, width, error, placeholder }: FilterInputProps) {
  const [draft, setDraft] = useState({ text: value, of: value });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // A value from outside (the address, a cleared filter) replaces what was typed for another one.
  if (draft.of !== value) setDraft({ text: value, of: value });
  useEffect(() => () => clearTimeout(timer.current), []);
  const tell = (text: string, delayMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange(text), delayMs);
  };
  return (
    <TextInput
      data-search
      aria-label={label}
      title={filterHelp}
      placeholder={placeholder ?? label}
      w={width}
      leftSection={<SearchIcon size={14} />}
      rightSection={
        draft.text === '' ? null : (
          <ActionIcon
            size="xs"
            aria-label={`Clear: ${label}`}
            onClick={() => {
              setDraft({ text: '', of: value });
              tell('', 0);
            }}
          >
            <CloseIcon size={12} />
          </ActionIcon>
        )
      }
      value={draft.text}
      error={error}
      onChange={(event) => {
        setDraft({ text: event.currentTarget.value, of: value });
        tell(event.currentTarget.value, restMs);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') tell(draft.text, 0);
      }}
    />
  );
}
