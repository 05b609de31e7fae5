import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { deleteRuns, trashRuns } from '../../../api/runs';
import { ConfirmDialog } from '../../../components/ConfirmDialog';
import { ResetIcon, TrashIcon } from '../../../components/icons';
import classes from '../../../components/menus.module.css';
import type { Change } from '../../../model/change';
import { explain } from '../../../model/errors';
import { plural } from '../../../model/format';
import type { RunsView } from '../../../model/runsView';

/** Says that the table shows the trash, and leads out of it. */
export function TrashNote({ change }: { change: Change<RunsView> }) {
  return (
    <div className={classes.bar} role="note">
      <TrashIcon size={14} />
      <strong>Trash</strong>
      <span className={classes.hintText}>Runs stay here until they are restored or deleted permanently.</span>
      <button
        type="button"
        className="link"
        onClick={() => change((now) => ({ ...now, trash: false, tab: 'table', opened: [] }))}
      >
        Back to the runs
      </button>
    </div>
  );
}

export interface TrashActionsProps {
  project: string;
  runs: readonly string[];
  /** Brings the page up to date. */
  refresh: () => Promise<void>;
  /** All was done: takes the marks away. */
  done: () => void;
}

/** What can be done to marked runs that are in the trash. */
export function TrashActions({ project, runs, refresh, done }: TrashActionsProps) {
  const [isAsking, setAsking] = useState(false);
  const restore = useMutation({
    mutationFn: () => trashRuns(project, runs, false),
    onSuccess: done,
    onSettled: refresh,
  });
  const remove = useMutation({ mutationFn: () => deleteRuns(project, runs), onSuccess: done, onSettled: refresh });
  return (
    <>
      <Button
        variant="default"
        leftSection={<ResetIcon size={14} />}
        loading={restore.isPending}
        onClick={() => restore.mutate()}
      >
        Restore
      </Button>
      <Button color="red" variant="light" leftSection={<TrashIcon size={14} />} onClick={() => setAsking(true)}>
        Delete permanently…
      </Button>
      {restore.isError && <span role="alert">{explain(restore.error)}</span>}
      <ConfirmDialog
        title={`Delete ${plural(runs.length, 'run')} permanently?`}
        action="Delete permanently"
        opened={isAsking}
        close={() => setAsking(false)}
        mutation={remove}
      >
        Everything that they logged, including files, will be deleted.
      </ConfirmDialog>
    </>
  );
}
