import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { createDashboard } from '../../api/dashboards';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { named } from '../../data/naming';
import { defaultBoard } from '../../model/runsView';
import classes from '../boards.module.css';
import { NameDialog } from '../list/NameDialog';
import { contentOf, readBoard, writeBoard } from '../wire';
import { isDynamic } from '../options';
import { boardsKey } from '../useBoardNews';
import type { BoardScope } from '../widget';
import { BoardBar } from './BoardBar';
import { BoardView } from './BoardView';
import { notShowing, ShowMenu } from './ShowMenu';
import { useDefaultBoard } from './useBoard';

const doNothing = () => undefined;

export interface DefaultBoardPageProps extends BoardScope {
  /** The run whose page this is; null for a project. */
  run: string | null;
  open: (branch: string | null) => void;
  openNew: (branch: string, isNew?: boolean) => void;
}

/** What the server arranges of what the project logs. It is kept nowhere: who edits it makes a dashboard of it. */
export function DefaultBoardPage({ run, open, openNew, ...scope }: DefaultBoardPageProps) {
  const { project } = scope;
  const client = useQueryClient();
  const { data, error, refetch } = useDefaultBoard(project, run);
  const [isNaming, setNaming] = useState(false);
  const [showing, show] = useState(notShowing);
  const board = useMemo(() => (data === undefined ? null : readBoard(contentOf(data))), [data]);
  const copy = useMutation({
    // Like any of the project's: it shows whatever runs somebody looks at.
    mutationFn: (name: string) => createDashboard(project, { ...writeBoard({ ...board!, name }), type: 'compare' }),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: boardsKey(project) });
      openNew(made.versionBranch, true);
    },
  });
  if (board === null) {
    return error === null ? (
      <Loading label="Loading the dashboard" />
    ) : (
      <ErrorState what="The dashboard could not be made" error={error} retry={() => void refetch()} />
    );
  }
  const isEmpty = board.sections.every(({ head, widgets }) => widgets.length === 0 && !isDynamic(head));
  return (
    <div className={classes.page}>
      <BoardBar scope={scope} branch={null} name="Default dashboard" open={open}>
        <ShowMenu show={show} />
        <Button onClick={() => void named(client).then(() => setNaming(true))}>Edit a copy</Button>
      </BoardBar>
      {isEmpty ? (
        <EmptyState title="Nothing is logged yet">
          Metrics, files and logs arrange themselves here as soon as {run === null ? 'a' : 'the'} run logs them.
        </EmptyState>
      ) : (
        <BoardView
          {...scope}
          {...{ showing, show }}
          board={board}
          branch={`${project} ${defaultBoard}${run === null ? '' : ' of a run'}`}
          editing={null}
          add={doNothing}
        />
      )}
      {isNaming && (
        <NameDialog
          title="Make a dashboard of it"
          initial={project.split('/').at(-1) ?? ''}
          isBusy={copy.isPending}
          error={copy.error}
          close={() => setNaming(false)}
          done={(name) => copy.mutate(name)}
        />
      )}
    </div>
  );
}
