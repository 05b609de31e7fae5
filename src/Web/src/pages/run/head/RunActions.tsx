import { ActionIcon, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { queryDefinitions } from '../../../api/attributes';
import { archiveRuns, deleteRuns, trashRuns } from '../../../api/runs';
import { removePointsFrom } from '../../../api/series';
import { navigate } from '../../../browser/navigation';
import { ConfirmDialog } from '../../../components/ConfirmDialog';
import { AlertIcon, ArchiveIcon, DotsIcon, ResetIcon, TrashIcon } from '../../../components/icons';
import { useNow } from '../../../components/useNow';
import { explain } from '../../../model/errors';
import { isArchived, isTrashed, type Run } from '../../../model/run';
import { hasFuture } from '../../../model/runState';
import { runsPath } from '../../../url/route';
import { useRefresh } from '../useRun';

/** What can be done to the run as a whole: archive it, move it to the trash and, from there, delete it. */
export function RunActions({ project, run }: { project: string; run: Run }) {
  const [isAsking, setAsking] = useState(false);
  const refresh = useRefresh(project);
  const archived = isArchived(run);
  const trashed = isTrashed(run);
  const archive = useMutation({ mutationFn: () => archiveRuns(project, [run.id], !archived), onSuccess: refresh });
  const trash = useMutation({ mutationFn: () => trashRuns(project, [run.id], !trashed), onSuccess: refresh });
  const remove = useMutation({
    mutationFn: () => deleteRuns(project, [run.id]),
    onSuccess: async () => {
      navigate(runsPath(project));
      await refresh();
    },
  });
  const now = useNow();
  const [isRemoving, setRemoving] = useState(false);
  const removePoints = useMutation({
    mutationFn: () => removeFuture(project, run.id),
    onSuccess: async () => {
      setRemoving(false);
      await refresh();
    },
  });
  const error = archive.error ?? trash.error;
  return (
    <>
      {error !== null && <span role="alert">{explain(error)}</span>}
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label="Actions on the run" ml="auto">
            <DotsIcon />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {trashed ? (
            <>
              <Menu.Item leftSection={<ResetIcon size={14} />} onClick={() => trash.mutate()}>
                Restore
              </Menu.Item>
              <Menu.Item leftSection={<TrashIcon size={14} />} color="red" onClick={() => setAsking(true)}>
                Delete permanently…
              </Menu.Item>
            </>
          ) : (
            <>
              <Menu.Item leftSection={<ArchiveIcon size={14} />} onClick={() => archive.mutate()}>
                {archived ? 'Unarchive' : 'Archive'}
              </Menu.Item>
              <Menu.Item leftSection={<TrashIcon size={14} />} onClick={() => trash.mutate()}>
                Move to trash
              </Menu.Item>
              {hasFuture(run, now) && (
                <Menu.Item leftSection={<AlertIcon size={14} />} onClick={() => setRemoving(true)}>
                  Remove points from the future…
                </Menu.Item>
              )}
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        title="Delete the run permanently?"
        action="Delete permanently"
        opened={isAsking}
        close={() => setAsking(false)}
        mutation={remove}
      >
        <bdi>{run.name ?? run.customId}</bdi> ({run.id}) with its values, series and files will be deleted.
      </ConfirmDialog>
      <ConfirmDialog
        title="Remove points from the future?"
        action="Remove points"
        opened={isRemoving}
        close={() => setRemoving(false)}
        mutation={removePoints}
      >
        Points of all its metrics with a time of more than a day from now will be removed. The run can then log on. This
        cannot be undone.
      </ConfirmDialog>
    </>
  );
}

const seriesMax = 10_000;
const dayMs = 86_400_000;

/** A series after the other: which of them have such points nobody knows but the server. */
async function removeFuture(project: string, run: string): Promise<void> {
  const query = { project, runs: [run], types: ['floatSeries'] as const, limit: seriesMax };
  const { entries } = await queryDefinitions(query);
  for (const { name } of entries) await removePointsFrom(project, run, name, Date.now() + dayMs);
}
