import { ActionIcon, Menu } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { getDashboard, listDashboards, newestOf, type DashboardMeta } from '../api/dashboards';
import { OverviewIcon } from '../components/icons';
import { named } from '../data/naming';
import { chartTitle, type ChartSpec } from '../model/chart';
import { explain } from '../model/errors';
import { newWidgetId } from './board';
import { dashboardsApi } from './boardApi';
import { Draft } from './draft';
import { addWidgets, lastSection } from './edit';
import { newWidget, withChart } from './options';
import { boardsKey } from './useBoardNews';
import { draftOf } from './view/useBoard';
import { kinds } from './widgets/kinds';

export interface AddToBoardProps {
  project: string;
  chart: ChartSpec;
}

const shownMax = 20;

/** Puts a chart on a dashboard: for everybody or, where somebody is editing it here, into the draft. */
export function AddToBoard({ project, chart }: AddToBoardProps) {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [said, setSaid] = useState('');
  const boards = useQuery({
    queryKey: [...boardsKey(project), 'dashboard', 'list'],
    queryFn: ({ signal }) => listDashboards(project, signal),
    enabled: isOpen,
  });
  const add = async (board: DashboardMeta) => {
    await named(client);
    setSaid('Adding…');
    try {
      const isDraft = await addChart(project, board, chart);
      await client.invalidateQueries({ queryKey: boardsKey(project) });
      setSaid(isDraft ? `Added to your draft of “${board.name}”` : `Added to “${board.name}”`);
    } catch (error) {
      setSaid(explain(error));
    }
  };
  const title = chartTitle(chart);
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
        <ActionIcon size="sm" aria-label={`Add ${title} to a dashboard`} title="Add to a dashboard">
          <OverviewIcon size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Add to a dashboard</Menu.Label>
        {(boards.data ?? []).slice(0, shownMax).map((board) => (
          <Menu.Item key={board.versionBranch} onClick={() => void add(board)}>
            <bdi className="name">{board.name}</bdi>
          </Menu.Item>
        ))}
        {boards.data?.length === 0 && <Menu.Label>None yet: make one in the tab Dashboards.</Menu.Label>}
        {boards.error !== null && <Menu.Label>{explain(boards.error)}</Menu.Label>}
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

/** @returns whether it is in the draft that there was, and not published. */
async function addChart(project: string, board: DashboardMeta, chart: ChartSpec): Promise<boolean> {
  const { data: published } = await getDashboard(project, board.id);
  const mine = await draftOf(dashboardsApi, project, await newestOf(project, board.versionBranch, true));
  const draft = new Draft(dashboardsApi, project, published, mine);
  const { w, h } = kinds.line;
  const dto = withChart(newWidget(newWidgetId(), 'line'), chart);
  draft.edit(addWidgets(lastSection, [{ dto, w, h }]));
  if (mine !== null) await draft.autosave.flush();
  else await draft.publish(`Added ${chartTitle(chart)}`.slice(0, 200), new Set());
  return mine !== null;
}
