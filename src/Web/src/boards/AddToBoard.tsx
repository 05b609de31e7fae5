import { ActionIcon, Menu } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { DashboardMeta, WidgetDto } from '../api/dashboards';
import { OverviewIcon } from '../components/icons';
import { named } from '../data/naming';
import type { ChartRun } from '../model/chartRun';
import { chartTitle, type ChartSpec } from '../model/chart';
import { explain } from '../model/errors';
import { newWidgetId } from './board';
import { dashboardsApi, type BoardApi } from './boardApi';
import { Draft } from './draft';
import { addWidgets, lastSection } from './edit';
import { newWidget, withChart } from './options';
import { addWithRuns } from './reports/addWithRuns';
import { reportsApi } from './reports/reportsApi';
import { boardsKey } from './useBoardNews';
import { draftOf } from './view/useBoard';
import { kinds } from './widgets/kinds';

/** A widget that can stand on any board. */
export interface Addable {
  dto: WidgetDto;
  w: number;
  h: number;
}

export interface AddToBoardProps {
  project: string;
  title: string;
  /** A copy of what is added, with an id of its own. */
  make: () => Addable;
  /** What it shows now: a report goes on showing them. */
  runs: readonly ChartRun[];
}

const shownMax = 15;

/** Puts a widget on a dashboard or into a report: for everybody or, where somebody edits it here, into the draft. */
export function AddToBoard({ project, title, make, runs }: AddToBoardProps) {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [said, setSaid] = useState('');
  const add = async (api: BoardApi, board: DashboardMeta) => {
    await named(client);
    setSaid('Adding…');
    try {
      const isDraft = await addTo(api, project, board, { title, added: make(), runs });
      await client.invalidateQueries({ queryKey: boardsKey(project) });
      setSaid(isDraft ? `Added to your draft of “${board.name}”` : `Added to “${board.name}”`);
    } catch (error) {
      setSaid(explain(error));
    }
  };
  return (
    <Menu
      opened={isOpen}
      closeOnItemClick={false}
      onChange={(next) => {
        setOpen(next);
        setSaid('');
      }}
    >
      <Menu.Target>
        <ActionIcon
          size="sm"
          aria-label={`Add ${title} to a dashboard or report`}
          title="Add to a dashboard or report"
        >
          <OverviewIcon size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {isOpen && (
          <>
            <Boards api={dashboardsApi} project={project} add={(board) => void add(dashboardsApi, board)} />
            <Menu.Divider />
            <Boards api={reportsApi} project={project} add={(board) => void add(reportsApi, board)} />
          </>
        )}
        {said !== '' && (
          <>
            <Menu.Divider />
            <Menu.Label role="status">{said}</Menu.Label>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

interface BoardsProps {
  api: BoardApi;
  project: string;
  add: (board: DashboardMeta) => void;
}

function Boards({ api, project, add }: BoardsProps) {
  const { noun } = api;
  const boards = useQuery({
    queryKey: [...boardsKey(project), noun, 'list'],
    queryFn: ({ signal }) => api.list(project, signal),
  });
  const sorted = [...(boards.data ?? [])].sort((a, b) =>
    (b.lastUpdatedTime ?? '').localeCompare(a.lastUpdatedTime ?? ''),
  );
  return (
    <>
      <Menu.Label>Add to a {noun}</Menu.Label>
      {sorted.slice(0, shownMax).map((board) => (
        <Menu.Item key={board.versionBranch} onClick={() => add(board)}>
          <bdi className="name">{board.name}</bdi>
        </Menu.Item>
      ))}
      {boards.data?.length === 0 && <Menu.Label>None yet: make one in the tab {noun}s.</Menu.Label>}
      {boards.error !== null && <Menu.Label>{explain(boards.error)}</Menu.Label>}
    </>
  );
}

/** Puts a chart of the Charts tab on a dashboard or into a report. */
export function AddChart({ chart, ...rest }: Pick<AddToBoardProps, 'project' | 'runs'> & { chart: ChartSpec }) {
  const { w, h } = kinds.line;
  const make = () => ({ dto: withChart(newWidget(newWidgetId(), 'line'), chart), w, h });
  return <AddToBoard {...rest} title={chartTitle(chart)} make={make} />;
}

interface Adding {
  title: string;
  added: Addable;
  runs: readonly ChartRun[];
}

/** @returns whether it is in the draft that there was, and not published. */
async function addTo(api: BoardApi, project: string, board: DashboardMeta, adding: Adding): Promise<boolean> {
  const { title, added, runs } = adding;
  const { data: published } = await api.get(project, board.id);
  const mine = await draftOf(api, project, await api.newest(project, board.versionBranch, true));
  const draft = new Draft(api, project, published, mine);
  const names = runs.map(({ id }) => id);
  draft.edit(api.noun === 'report' ? addWithRuns(added, names) : addWidgets(lastSection, [added]));
  if (mine !== null) await draft.autosave.flush();
  else await draft.publish(`Added ${title}`.slice(0, 200), new Set());
  return mine !== null;
}
