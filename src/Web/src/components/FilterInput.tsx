import { ActionIcon, TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

import classes from './FilterInput.module.css';
import { CloseIcon, SearchIcon } from './icons';

export interface FilterInputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  width?: number | string;
  error?: ReactNode;
  placeholder?: string;
  /** Told of keys, with what stands in the box by then. */
  onKey?: (event: KeyboardEvent<HTMLInputElement>, text: string) => void;
  /** The list of choices that belongs to the box: its id, and that of the marked choice. */
  list?: { id: string; active: string | undefined };
}

const restMs = 250;

export const filterHelp =
  'Regular expressions, matched anywhere in the name. With spaces around: “&” for and, “|” for or; “!” before for not.';

/** An extended-regex box. It reports its value when typing pauses, or at once on Enter. */
export function FilterInput({ label, value, onChange, width, error, placeholder, onKey, list }: FilterInputProps) {
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
    <div className={classes.box} style={{ width }}>
      <TextInput
        data-search
        aria-label={label}
        title={filterHelp}
        placeholder={placeholder ?? label}
        w="100%"
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
        error={error !== undefined && error !== null}
        onChange={(event) => {
          setDraft({ text: event.currentTarget.value, of: value });
          tell(event.currentTarget.value, restMs);
        }}
        onKeyDown={(event) => {
          onKey?.(event, draft.text);
          if (event.key === 'Enter') tell(draft.text, 0);
        }}
        {...(list === undefined
          ? {}
          : {
              // What is typed in a popup with a list is for the list.
              'data-autofocus': true,
              role: 'combobox',
              'aria-expanded': true,
              'aria-autocomplete': 'list',
              'aria-controls': list.id,
              'aria-activedescendant': list.active,
            })}
      />
      {error !== undefined && error !== null && (
        <div className={classes.error} role="alert">
          {error}
        </div>
      )}
    </div>
  );
}
