import { TextInput } from '@mantine/core';
import { useState } from 'react';

export interface PatternInputProps {
  label: string;
  placeholder?: string;
  isFirst?: boolean;
  value: string;
  set: (text: string) => void;
}

/** A regular expression. Half of one is no part of the dashboard: the server would refuse to save it. */
export function PatternInput({ label, placeholder, isFirst = false, value, set }: PatternInputProps) {
  const [text, setText] = useState(value);
  const isWrong = !isPattern(text);
  return (
    <TextInput
      label={label}
      {...(placeholder === undefined ? {} : { placeholder })}
      data-autofocus={isFirst}
      maxLength={2000}
      error={isWrong && 'Not a regular expression yet'}
      value={text}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        if (isPattern(next)) set(next);
      }}
    />
  );
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
