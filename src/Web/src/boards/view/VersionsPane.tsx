import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';

import type { VersionDto } from '../../api/dashboards';
import { ErrorState, Loading } from '../../components/States';
import { useNow } from '../../components/useNow';
import { lazyWithRetry } from '../../data/lazyWithRetry';
import { formatAgo, formatMoment } from '../../model/format';
import classes from '../boards.module.css';
import type { Board } from '../board';
import { useBoardApi } from '../boardApi';
import { boardsKey } from '../useBoardNews';
import type { BoardScope } from '../widget';
import { contentOf, readBoard } from '../wire';

const DiffDialog = lazyWithRetry(() => import('./DiffDialog').then((module) => module.DiffDialog));

interface Comparison {
  title: string;
  before: Board;
  after: Board;
}

export interface VersionsButtonProps extends BoardScope {
  branch: string;
  /** What is edited, with the version that it began from; null: nobody edits. */
  draft: { board: () => Board; base: string } | null;
  /** Makes the draft what a version was; null: nobody edits, and versions are only listed. */
  restore: ((board: Board) => void) | null;
}

/** The versions that were published, the newest first. */
export function VersionsButton({ branch, draft, restore, ...scope }: VersionsButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const [compared, setCompared] = useState<Comparison | null>(null);
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        Versions
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title="Versions" size="lg">
        <Versions
          project={scope.project}
          branch={branch}
          draft={draft}
          restore={restore && ((board) => (restore(board), setOpen(false)))}
          compare={setCompared}
        />
      </Modal>
      {compared !== null && (
        <Suspense>
          <DiffDialog {...scope} {...compared} close={() => setCompared(null)} />
        </Suspense>
      )}
    </>
  );
}

interface VersionsProps extends Pick<VersionsButtonProps, 'project' | 'branch' | 'draft' | 'restore'> {
  compare: (comparison: Comparison) => void;
}

function Versions({ project, branch, draft, restore, compare }: VersionsProps) {
  const now = useNow();
  const api = useBoardApi();
  const versions = useQuery({
    queryKey: [...boardsKey(project), branch, 'versions'],
    queryFn: ({ signal }) => api.versions(project, branch, signal),
    staleTime: 0,
  });
  const [failure, setFailure] = useState<unknown>(null);
  if (versions.isPending) return <Loading label="Loading versions" />;
  if (versions.error !== null) return <ErrorState what="The versions could not be loaded" error={versions.error} />;
  const boardOf = async (id: string) => readBoard(contentOf((await api.get(project, id)).data));
  const take = ({ id }: VersionDto) => boardOf(id).then((board) => restore?.(board), setFailure);
  const show = async (title: string, before: string, after: string | Board) => {
    try {
      const boards = await Promise.all([boardOf(before), typeof after === 'string' ? boardOf(after) : after]);
      compare({ title, before: boards[0], after: boards[1] });
    } catch (error) {
      setFailure(error);
    }
  };
  const nameOf = (version: VersionDto) => version.versionName || version.name;
  return (
    <div className={classes.versions}>
      {failure !== null && <ErrorState what="The version could not be loaded" error={failure} />}
      {restore === null && <span className={classes.of}>Press Edit to restore an earlier version.</span>}
      {draft !== null && (
        <div className={classes.version}>
          <div>Your draft</div>
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => void show('Your draft, against the version that it began from', draft.base, draft.board())}
          >
            What changed
          </Button>
        </div>
      )}
      {versions.data.map((version, at) => (
        <div key={version.id} className={classes.version}>
          <div>
            <bdi className="name">{nameOf(version)}</bdi>
            <div className={classes.of} title={formatMoment(version.lastUpdatedTime)}>
              {formatAgo(version.lastUpdatedTime, now)}
              {version.owner !== undefined && ` by ${version.owner}`}
              {at === 0 && ' · the newest'}
            </div>
          </div>
          {at + 1 < versions.data.length && (
            <Button
              variant="subtle"
              size="compact-xs"
              aria-label={`What changed with ${nameOf(version)}, ${formatAgo(version.lastUpdatedTime, now)}`}
              onClick={() =>
                void show(`“${nameOf(version)}”, against the version before it`, versions.data[at + 1]!.id, version.id)
              }
            >
              What changed
            </Button>
          )}
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
