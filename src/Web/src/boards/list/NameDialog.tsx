import { Button, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import { Dialog } from '../../components/Dialog';
import { explain } from '../../model/errors';
import classes from '../boards.module.css';

export interface NameDialogProps {
  title: string;
  initial: string;
  isBusy: boolean;
  error: Error | null;
  close: () => void;
  done: (name: string) => void;
  /** Fields below the name. */
  children?: ReactNode;
}

export function NameDialog({ title, initial, isBusy, error, close, done, children }: NameDialogProps) {
  const [name, setName] = useState(initial);
  return (
    <Dialog onClose={close} title={title}>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') done(name.trim());
        }}
      >
        <TextInput
          label="Name"
          data-autofocus
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {children}
        {error !== null && <span role="alert">{explain(error)}</span>}
        <Button type="submit" loading={isBusy} disabled={name.trim() === ''}>
          {title}
        </Button>
      </form>
    </Dialog>
  );
}
