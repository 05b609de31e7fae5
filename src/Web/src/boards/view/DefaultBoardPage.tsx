import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { createDashboard } from '../../api/dashboards';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { defaultBoard } from '../../model/runsView';
import classes from '../boards.module.css';
import { NameDialog } from '../list/NameDialog';
import { contentOf, readBoard, writeBoard } from '../wire';
import { isDynamic } from '../options';
import type { BoardScope } from '../widget';
import { BoardBar } from './BoardBar';
import { BoardView } from './BoardView';
import { boardsKey, useDefaultBoard } from './useBoard';

const doNothing = () => undefined;

export interface DefaultBoardPageProps extends BoardScope {
  open: (branch: string | null) => void;
  openNew: (branch: string, isNew?: boolean) => void;
}

/** What the server arranges of what the project logs. It is kept nowhere: who edits it makes a dashboard of it. */
export function DefaultBoardPage({ open, openNew, ...scope }: DefaultBoardPageProps) {
  const { project } = scope;
  const client = useQueryClient();
  const { data, error, refetch } = useDefaultBoard(project);
  const [isNaming, setNaming] = useState(false);
  const board = useMemo(() => (data === undefined ? null : readBoard(contentOf(data))), [data]);
  const copy = useMutation({
    mutationFn: (name: string) => createDashboard(project, writeBoard({ ...board!, name })),
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
      <BoardBar project={project} branch={null} name="Default dashboard" open={open}>
        <Button onClick={() => setNaming(true)}>Edit a copy</Button>
      </BoardBar>
      {isEmpty ? (
        <EmptyState title="Nothing is logged yet">
          Metrics, files and logs arrange themselves here as soon as a run logs them.
        </EmptyState>
      ) : (
        <BoardView {...scope} board={board} branch={`${project} ${defaultBoard}`} editing={null} add={doNothing} />
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
