import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';

import { Dialog } from '../../../components/Dialog';
import { explain } from '../../../model/errors';
import { SavedBy } from './SavedBy';
import type { Conflict } from './useViews';

export interface NameDialogProps {
  title: string;
  initial: string;
  error: Error | null;
  close: () => void;
  done: (name: string) => Promise<void>;
}

/** Asks for the name of a view. What goes wrong is said in it. */
export function NameDialog({ title, initial, error, close, done }: NameDialogProps) {
  const [name, setName] = useState(initial);
  const isBlank = name.trim() === '';
  return (
    <Dialog onClose={close} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBlank) done(name.trim()).catch(() => undefined);
        }}
      >
        <TextInput
          data-autofocus
          label="Name"
          description="All who see the project find it in the list of views."
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={error === null ? undefined : explain(error)}
        />
        <Button type="submit" mt={14} disabled={isBlank}>
          Save
        </Button>
      </form>
    </Dialog>
  );
}

export interface DeleteDialogProps {
  opened: boolean;
  name: string;
  /** Somebody else saved the view since the page read it. */
  conflict: Conflict | null;
  error: Error | null;
  close: () => void;
  remove: () => void;
}

export function DeleteDialog({ opened, name, conflict, error, close, remove }: DeleteDialogProps) {
  return (
    <Modal opened={opened} onClose={close} title="Delete the view?">
      <p>
        <bdi>{name}</bdi> is deleted for everyone who uses this project. The runs stay.
      </p>
      {error !== null && <p role="alert">{explain(error)}</p>}
      {conflict !== null && (
        <p role="alert">
          <SavedBy theirs={conflict.theirs} /> Delete it anyway?
        </p>
      )}
      <Button color="red" onClick={remove}>
        {conflict === null ? 'Delete' : 'Delete anyway'}
      </Button>
    </Modal>
  );
}
