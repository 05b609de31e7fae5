import { Button, Modal } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { ErrorState, Loading } from '../../components/States';
import { useNow } from '../../components/useNow';
import { explain } from '../../model/errors';
import { formatAgo } from '../../model/format';
import { useBoardApi } from '../boardApi';
import classes from '../boards.module.css';
import { boardsKey } from '../useBoardNews';

/** The boards that were deleted in the last 30 days, which can be taken back. */
export function TrashButton({ project }: { project: string }) {
  const [isOpen, setOpen] = useState(false);
  const { noun } = useBoardApi();
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        Trash
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={`Deleted ${noun}s`}>
        <Deleted project={project} />
      </Modal>
    </>
  );
}

function Deleted({ project }: { project: string }) {
  const now = useNow();
  const client = useQueryClient();
  const api = useBoardApi();
  const [failure, setFailure] = useState<unknown>(null);
  const boards = useQuery({
    queryKey: [...boardsKey(project), api.noun, 'trash'],
    queryFn: ({ signal }) => api.trash(project, signal),
    staleTime: 0,
  });
  if (boards.isPending) return <Loading label="Loading the trash" />;
  if (boards.error !== null) return <ErrorState what="The trash could not be loaded" error={boards.error} />;
  const restore = async (branch: string) => {
    try {
      await api.restore(project, branch);
      await client.invalidateQueries({ queryKey: boardsKey(project) });
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <div className={classes.versions}>
      {failure !== null && <span role="alert">{explain(failure)}</span>}
      {boards.data.length === 0 && <span className={classes.of}>Nothing was deleted in the last 30 days.</span>}
      {boards.data.map((board) => (
        <div key={board.versionBranch} className={classes.version}>
          <div>
            <bdi className="name">{board.name}</bdi>
            <div className={classes.of}>
              {board.deletedTime !== undefined && `deleted ${formatAgo(board.deletedTime, now)}`}
              {board.deletedBy !== undefined && ` by ${board.deletedBy}`}
            </div>
          </div>
          <Button variant="default" size="compact-xs" onClick={() => void restore(board.versionBranch)}>
            Restore
          </Button>
        </div>
      ))}
    </div>
  );
}
