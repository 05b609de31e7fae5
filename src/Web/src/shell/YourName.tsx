import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { nameSession, type Session } from '../api/session';
import { Dialog } from '../components/Dialog';
import { naming } from '../data/naming';
import { explain } from '../model/errors';

/** Dialogs have 200, popups 300. */
const aboveAll = 400;

/** Asks who works with this browser. */
export function YourName() {
  const client = useQueryClient();
  const session = client.getQueryData<Session>(['session']);
  const former = session?.isNamed === true ? session.username : '';
  const [name, setName] = useState(former);
  const save = useMutation({
    mutationFn: () => nameSession(name.trim()),
    onSuccess: (answer) => {
      client.setQueryData(['session'], answer);
      naming.close();
    },
  });
  return (
    // A formula is kept out of the builder of charts, which stays open below it.
    <Dialog onClose={naming.close} title="What is your name?" zIndex={aboveAll}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') save.mutate();
        }}
      >
        <TextInput
          data-autofocus
          label="Name"
          description="Others see it beside the dashboards, views and formulas that you make with this browser."
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={save.error === null ? undefined : explain(save.error)}
        />
        {former !== '' && <p>Drafts that you have not published stay with the name before.</p>}
        <Group mt={14} gap="sm" justify="flex-end">
          <Button variant="default" onClick={naming.close}>
            {former === '' ? 'Skip' : 'Cancel'}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
            Save
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
