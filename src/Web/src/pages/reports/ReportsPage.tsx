import { useState } from 'react';

import { BoardApiProvider } from '../../boards/boardApi';
import { BoardsList } from '../../boards/list/BoardsList';
import { reportsApi } from '../../boards/reports/reportsApi';
import { useBoardNews } from '../../boards/useBoardNews';
import { BoardPage } from '../../boards/view/BoardPage';
import { navigate } from '../../browser/navigation';
import { ChartIcon, CompareIcon, OverviewIcon, ReportIcon, TableIcon } from '../../components/icons';
import { useLive } from '../../data/live';
import type { Chosen } from '../../model/chosen';
import { AppShell, type ShellTab } from '../../shell/AppShell';
import { reportPath, runsPath } from '../../url/route';

export interface ReportsPageProps {
  project: string;
  /** null: their list. */
  report: string | null;
}

/** The reports of a project: their list, or one of them. Each section of a report brings the runs that it shows. */
export function ReportsPage({ project, report }: ReportsPageProps) {
  useBoardNews(project);
  useLive(project);
  const [made, setMade] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Chosen>({});
  const open = (branch: string | null, isNew = false) => {
    setMade(isNew ? branch : null);
    setChosen({});
    navigate(reportPath(project, branch));
  };
  const [workspace, ...name] = project.split('/');
  const crumbs = [
    { label: workspace ?? '', to: `/?search=${encodeURIComponent(workspace ?? '')}` },
    { label: name.join('/'), to: runsPath(project) },
  ];
  const tab = (label: string, icon: ShellTab['icon'], to: string): ShellTab => ({ label, icon, to, current: false });
  const tabs: ShellTab[] = [
    tab('Runs', <TableIcon />, runsPath(project)),
    tab('Charts', <ChartIcon />, runsPath(project, '?tab=charts')),
    tab('Side-by-side', <CompareIcon />, runsPath(project, '?tab=compare')),
    tab('Dashboards', <OverviewIcon />, runsPath(project, '?tab=dashboards')),
    { ...tab('Reports', <ReportIcon />, reportPath(project, null)), current: true },
  ];
  const scope = { project, runs: [], experiments: false, baseline: null };
  return (
    <AppShell crumbs={crumbs} tabs={tabs}>
      <BoardApiProvider value={reportsApi}>
        {report === null ? (
          <BoardsList project={project} open={open} />
        ) : (
          <BoardPage
            key={report}
            {...scope}
            branch={report}
            isNew={made === report}
            open={open}
            chosen={chosen}
            choose={setChosen}
          />
        )}
      </BoardApiProvider>
    </AppShell>
  );
}
