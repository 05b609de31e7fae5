import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { getDashboard, listVersions, type VersionDto } from '../../api/dashboards';
import { ErrorState, Loading } from '../../components/States';
import { useNow } from '../../components/useNow';
import { formatAgo, formatMoment } from '../../model/format';
import classes from '../boards.module.css';
import type { Board } from '../board';
import { contentOf, readBoard } from '../wire';
import { boardsKey } from './useBoard';

export interface VersionsButtonProps {
  project: string;
  branch: string;
  /** Makes the draft what a version was; null: nobody edits, and versions are only listed. */
  restore: ((board: Board) => void) | null;
}

/** The versions that were published, the newest first. */
export function VersionsButton({ project, branch, restore }: VersionsButtonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        Versions
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title="Versions" size="lg">
        <Versions
          project={project}
          branch={branch}
          restore={restore && ((board) => (restore(board), setOpen(false)))}
        />
      </Modal>
    </>
  );
}

function Versions({ project, branch, restore }: VersionsButtonProps) {
  const now = useNow();
  const versions = useQuery({
    queryKey: [...boardsKey(project), branch, 'versions'],
    queryFn: ({ signal }) => listVersions(project, branch, signal),
    staleTime: 0,
  });
  const [failure, setFailure] = useState<unknown>(null);
  if (versions.isPending) return <Loading label="Loading versions" />;
  if (versions.error !== null) return <ErrorState what="The versions could not be loaded" error={versions.error} />;
  const take = async ({ id }: VersionDto) => {
    try {
      restore?.(readBoard(contentOf((await getDashboard(project, id)).data)));
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <div className={classes.versions}>
      {failure !== null && <ErrorState what="The version could not be loaded" error={failure} />}
      {restore === null && <span className={classes.of}>Press Edit to restore an earlier version.</span>}
      {versions.data.map((version, at) => (
        <div key={version.id} className={classes.version}>
          <div>
            <bdi className="name">{version.versionName || version.name}</bdi>
            <div className={classes.of} title={formatMoment(version.lastUpdatedTime)}>
              {formatAgo(version.lastUpdatedTime, now)}
              {version.owner !== undefined && ` by ${version.owner}`}
              {at === 0 && ' · the newest'}
            </div>
          </div>
          {restore !== null && (
            <Button variant="default" size="compact-xs" onClick={() => void take(version)}>
              Restore
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}
