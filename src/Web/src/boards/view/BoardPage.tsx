import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';

import type { DashboardDto } from '../../api/dashboards';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { useNow } from '../../components/useNow';
import { named } from '../../data/naming';
import { explain } from '../../model/errors';
import { formatAgo } from '../../model/format';
import type { Chosen } from '../../model/chosen';
import classes from '../boards.module.css';
import { useBoardApi } from '../boardApi';
import { CommentsContext, useBoardComments } from '../comments/comments';
import { CommentsButton } from '../comments/CommentsButton';
import { Draft } from '../draft';
import { forgetUnsaved, readUnsaved, type Unsaved } from '../unsaved';
import { ShareButton } from '../share/ShareButton';
import { contentOf, readBoard } from '../wire';
import type { BoardScope } from '../widget';
import { BoardBar } from './BoardBar';
import { BoardView } from './BoardView';
import { EditedBoardPage } from './EditedBoardPage';
import { notShowing, ShowMenu } from './ShowMenu';
import { Deleted } from './Deleted';
import { draftOf, useBoard } from './useBoard';

const doNothing = () => undefined;

export interface BoardPageProps extends BoardScope {
  chosen: Chosen;
  choose: (chosen: Chosen) => void;
  branch: string;
  /** Begins to edit at once, as for a dashboard that was just made. */
  isNew: boolean;
  /** Goes to another dashboard, or with null to the list. */
  open: (branch: string | null) => void;
}

/** One dashboard: looked at, or edited, with what is said of it. */
export function BoardPage(props: BoardPageProps) {
  const comments = useBoardComments(props.project, props.branch);
  return (
    <CommentsContext value={comments}>
      <OneBoard {...props} />
    </CommentsContext>
  );
}

function OneBoard(props: BoardPageProps) {
  const { project, branch, isNew, open, chosen, choose, ...rest } = props;
  const api = useBoardApi();
  const [draft, setDraft] = useState<Draft | null>(null);
  const loaded = useBoard(project, branch, draft !== null);
  const [failure, setFailure] = useState<unknown>(null);
  const [showing, show] = useState(notShowing);
  const [unsaved, setUnsaved] = useState<Unsaved | null>(() => readUnsaved(branch));
  const { published } = loaded;
  const client = useQueryClient();
  const now = useNow();
  const board = useMemo(() => (published == null ? null : readBoard(contentOf(published))), [published]);
  const edit = async (lost: Unsaved | null = null) => {
    if (published == null) return;
    setFailure(null);
    try {
      // A draft is its owner's: one that is there goes on under the name that it has.
      if (loaded.draft === null) await named(client);
      const made = new Draft(api, project, published, await draftOf(api, project, loaded.draft), lost?.base);
      if (lost !== null) made.edit(() => readBoard(lost.content));
      setUnsaved(null);
      setDraft(made);
    } catch (error) {
      setFailure(error);
    }
  };
  const isReady = published != null;
  useEffect(() => {
    // eslint-disable-next-line react-hooks/set-state-in-effect -- once, when a dashboard that was just made is here
    if (isNew && isReady) void edit();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when it is here
  }, [isNew, isReady]);
  if (published === undefined) {
    return loaded.error === null ? (
      <Loading label={`Loading the ${api.noun}`} />
    ) : (
      <ErrorState
        what={`The ${api.noun} could not be loaded`}
        error={loaded.error}
        retry={() => void loaded.reload()}
      />
    );
  }
  if (published === null || board === null) {
    return (
      <EmptyState
        title={`There is no such ${api.noun}`}
        action={
          <Button variant="default" onClick={() => open(null)}>
            All {api.noun}s
          </Button>
        }
      >
        It may have been deleted: the trash of the list keeps deleted {api.noun}s for 30 days.
        {api.noun === 'report' && ' Reports of Neptune’s own app are in no export, so links to them end here.'}
      </EmptyState>
    );
  }
  if (draft !== null) {
    const left = async () => {
      setUnsaved(readUnsaved(branch));
      setDraft(null);
      await loaded.reload();
    };
    const { newer, isDeleted } = loaded;
    return (
      <EditedBoardPage
        {...rest}
        {...{ project, branch, draft, newer, isDeleted, left, chosen, choose }}
      />
    );
  }
  const discard = async () => {
    try {
      const mine = await draftOf(api, project, loaded.draft);
      if (mine !== null) await new Draft(api, project, published, mine).discard();
      setUnsaved(readUnsaved(branch));
      await loaded.reload();
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <div className={classes.page}>
      <BoardBar scope={{ ...rest, project }} branch={branch} name={published.name} open={open}>
        {board !== null && <CommentsButton board={board} />}
        {board !== null && <ShareButton scope={{ ...rest, project }} branch={branch} board={board} />}
        <ShowMenu show={show} />
        <Button onClick={() => void edit()} aria-keyshortcuts="E">
          {loaded.draft === null ? 'Edit' : 'Continue editing'}
        </Button>
      </BoardBar>
      {failure !== null && (
        <div className={classes.notice} role="alert">
          {explain(failure)}
        </div>
      )}
      {unsaved !== null ? (
        <div className={classes.notice} role="status">
          {unsaved.isDiscarded === true
            ? `You discarded your changes ${formatAgo(unsaved.at, Math.max(now, unsaved.at))}.`
            : `Changes from ${formatAgo(unsaved.at, now)} did not reach the server.`}
          <Button variant="light" onClick={() => void edit(unsaved)}>
            {unsaved.isDiscarded === true ? 'Undo' : 'Restore them'}
          </Button>
          <Button
            variant="subtle"
            onClick={() => {
              forgetUnsaved(branch);
              setUnsaved(null);
            }}
          >
            {unsaved.isDiscarded === true ? 'Forget them' : 'Drop them'}
          </Button>
        </div>
      ) : (
        loaded.draft !== null && (
          <div className={classes.notice} role="status">
            You have changes that are not published, saved{' '}
            {formatAgo(loaded.draft.lastUpdatedTime ?? now, now)}.
            <Button variant="subtle" onClick={() => void discard()}>
              Discard them
            </Button>
          </div>
        )
      )}
      {loaded.isDeleted && <Deleted />}
      {loaded.newer !== null && (
        <div className={classes.notice} role="status">
          {loaded.newer.owner ?? 'Somebody'} published a newer version.
          <Button variant="light" onClick={() => void loaded.reload()}>
            Show it
          </Button>
        </div>
      )}
      <BoardView
        {...rest}
        {...{ project, board, branch, chosen, choose, showing, show }}
        version={versionOf(published)}
        editing={null}
        add={doNothing}
      />
    </div>
  );
}

/** Which version it is, in words. */
function versionOf({ versionName, lastUpdatedTime, owner }: DashboardDto): string {
  const at = lastUpdatedTime === undefined ? '' : ` of ${lastUpdatedTime.slice(0, 16).replace('T', ' ')} UTC`;
  const called = versionName === undefined || versionName === '' ? '' : ` “${versionName}”`;
  return `version${called}${at}${owner === undefined ? '' : ` by ${owner}`}`;
}
