import { ActionIcon, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { archiveRuns, deleteRuns, trashRuns } from '../../../api/runs';
import { navigate } from '../../../browser/navigation';
import { ConfirmDialog } from '../../../components/ConfirmDialog';
import { ArchiveIcon, DotsIcon, ResetIcon, TrashIcon } from '../../../components/icons';
import { explain } from '../../../model/errors';
import { isArchived, isTrashed, type Run } from '../../../model/run';
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
    </>
  );
}
