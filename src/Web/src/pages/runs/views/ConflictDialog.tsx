import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';

import { Dialog } from '../../../components/Dialog';
import type { ViewDto } from '../../../api/views';
import { explain } from '../../../model/errors';
import { SavedBy } from './SavedBy';
import type { Conflict } from './useViews';
import { NameDialog } from './ViewDialogs';

export interface ConflictDialogProps {
  conflict: Conflict;
  /** What went wrong with a choice. */
  error: Error | null;
  close: () => void;
  reload: (theirs: ViewDto | null) => Promise<void>;
  create: (name: string) => Promise<void>;
  overwrite: (theirs: ViewDto) => void;
}

/** Somebody else saved or deleted the view while it was changed here: asks what becomes of the changes. */
export function ConflictDialog({ conflict, error, close, reload, create, overwrite }: ConflictDialogProps) {
  const [isNaming, setNaming] = useState(false);
  const { mine, theirs } = conflict;
  if (isNaming) {
    const back = () => setNaming(false);
    return (
      <NameDialog title="Save as a new view" initial={`${mine.name} (mine)`} error={error} close={back} done={create} />
    );
  }
  return (
    <Dialog onClose={close} title={theirs === null ? 'The view was deleted' : 'Somebody else saved this view'}>
      <Stack gap={14}>
        <div>
          <SavedBy theirs={theirs} /> Your changes are not saved.
        </div>
        {error !== null && <div role="alert">{explain(error)}</div>}
        <Group gap={8} justify="flex-end">
          <Button variant="default" onClick={() => void reload(theirs)}>
            {theirs === null ? 'Discard my changes' : 'Reload theirs'}
          </Button>
          <Button variant={theirs === null ? 'filled' : 'default'} onClick={() => setNaming(true)}>
            Save as a new view
          </Button>
          {theirs !== null && (
            <Button color="red" onClick={() => overwrite(theirs)}>
              Overwrite
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}
