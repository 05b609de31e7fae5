import { useState } from 'react';

import { defaultBoard } from '../model/runsView';
import type { Chosen } from '../model/chosen';
import { BoardsList } from './list/BoardsList';
import { useBoardNews } from './useBoardNews';
import { useProjectSettings } from './useProjectSettings';
import { BoardPage } from './view/BoardPage';
import { DefaultBoardPage } from './view/DefaultBoardPage';
import type { BoardScope } from './widget';

export interface DashboardsTabProps extends BoardScope {
  /** The run whose page this is: the default dashboard shows what it logs. */
  run?: string | null;
  /** The branch that is open; null for the list. */
  board: string | null;
  open: (board: string | null) => void;
  /** For the variables of the dashboard that is open. */
  chosen: Chosen;
  choose: (chosen: Chosen) => void;
}

/** The dashboards of a project: their list, or one of them. */
export function DashboardsTab({ board, run = null, open, chosen, choose, ...scope }: DashboardsTabProps) {
  useBoardNews(scope.project);
  // Asked for while the dashboard comes.
  useProjectSettings(scope.project);
  const [made, setMade] = useState<string | null>(null);
  const openNew = (branch: string, isNew = false) => {
    setMade(isNew ? branch : null);
    open(branch);
  };
  if (board === null) return <BoardsList project={scope.project} open={openNew} />;
  if (board === defaultBoard) return <DefaultBoardPage {...scope} run={run} open={open} openNew={openNew} />;
  const variables = { chosen, choose };
  return <BoardPage key={board} {...scope} {...variables} branch={board} isNew={made === board} open={open} />;
}
