import { Select, useComputedColorScheme } from '@mantine/core';
import { useState } from 'react';

import { Link } from '../../components/Link';
import { Name } from '../../components/Name';
import { EmptyState } from '../../components/States';
import { colorOf } from '../../model/color';
import { plural } from '../../model/format';
import { runPath } from '../../url/route';
import { LogView } from '../../widgets/logs/LogView';
import classes from '../boards.module.css';
import { readSeries } from '../options';
import type { BoardWidgetProps } from '../widget';
import { NoRunsShown } from './compared';
import { MergedLogs } from './MergedLogs';
import { readLogLayout } from './series';

const sideMax = 8;

/** A text series of several runs: side by side, in one by time, or one at a time. */
export function LogsView({ project, runs, dto }: BoardWidgetProps) {
  const scheme = useComputedColorScheme('light');
  const series = readSeries(dto);
  const [chosen, setChosen] = useState<string | null>(null);
  if (runs.length === 0) return <NoRunsShown />;
  if (series === null) {
    return <EmptyState title="No series yet">Open the settings of this widget to choose a text series.</EmptyState>;
  }
  const layout = readLogLayout(dto.options?.layout);
  if (layout === 'merged') {
    return <MergedLogs project={project} runs={runs.slice(0, sideMax)} attribute={series} />;
  }
  if (layout === 'tabs') {
    const run = runs.find(({ id }) => id === chosen) ?? runs[0]!;
    const choice = (
      <Select
        aria-label="Run"
        w={200}
        searchable
        allowDeselect={false}
        data={runs.map(({ id, label }) => ({ value: id, label }))}
        value={run.id}
        onChange={setChosen}
      />
    );
    const place = { project, run: run.id, attribute: series };
    return <LogView key={`${run.id} ${series}`} {...place} label={run.label} choice={choice} />;
  }
  return (
    <div className={classes.logs} tabIndex={0}>
      {runs.slice(0, sideMax).map((run) => (
        <section key={run.id} className={classes.log} aria-label={run.label}>
          <h4>
            <span className={classes.dot} style={{ background: colorOf(run, scheme) }} />
            <Link to={runPath(project, run.id)} className="name">
              <Name>{run.label}</Name>
            </Link>
          </h4>
          <LogView key={series} project={project} run={run.id} label={run.label} attribute={series} isCompact />
        </section>
      ))}
      {runs.length > sideMax && (
        <span className={classes.of}>
          The first {sideMax} of {plural(runs.length, 'run')}.
        </span>
      )}
    </div>
  );
}
