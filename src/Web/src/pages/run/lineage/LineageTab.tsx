import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core';
import { useMemo, useState } from 'react';

import { MinusIcon, PlusIcon } from '../../../components/icons';
import { Link } from '../../../components/Link';
import { EmptyState, ErrorState, Loading } from '../../../components/States';
import { useColors } from '../../../data/useColors';
import type { Change } from '../../../model/change';
import { plural } from '../../../model/format';
import type { Run } from '../../../model/run';
import { defaultRuns } from '../../../model/runsView';
import type { LineageBy, RunView } from '../../../model/runView';
import { runsPath } from '../../../url/route';
import { printRuns } from '../../../url/runs';
import { useFamily } from '../useRun';
import { familyMax, familyTree } from './family';
import { lanesOf, openAtFirst } from './lineage';
import { LineageGraph } from './LineageGraph';
import classes from './LineageGraph.module.css';
import { spanOf, useLastSteps } from './useLineage';

export interface LineageTabProps {
  project: string;
  run: Run;
  view: RunView;
  change: Change<RunView>;
}

/** The runs that this one was forked from, and those forked from it. */
export function LineageTab({ project, run, view, change }: LineageTabProps) {
  const family = useFamily(project, run);
  if (family.data && family.data.length < 2) {
    return (
      <EmptyState title="No forks">
        This run was not forked, and nothing was forked from it. Start a fork with{' '}
        <code>Run(fork_run_id=…, fork_step=…)</code>.
      </EmptyState>
    );
  }
  if (family.isPending) return <Loading label="Loading the lineage" />;
  if (family.data === undefined) {
    return (
      <ErrorState what="The lineage could not be loaded" error={family.error} retry={() => void family.refetch()} />
    );
  }
  return <Family project={project} run={run} view={view} change={change} family={family.data} />;
}

const zoomMax = 64;
const noSteps: ReadonlyMap<string, number> = new Map();

function Family({ project, run, view, change, family }: LineageTabProps & { family: readonly Run[] }) {
  const colors = useColors(project);
  const { data: lastSteps = noSteps } = useLastSteps(project, family);
  const [zoom, setZoom] = useState(1);
  /** Which runs are not as they would be by themselves. */
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const by = view.lineageBy;
  const roots = useMemo(() => familyTree(family), [family]);
  const open = useMemo(() => openAtFirst(roots, run.id), [roots, run.id]);
  const lanes = useMemo(
    () =>
      lanesOf(
        roots,
        (one) => spanOf(one, by, lastSteps),
        (member) => open.has(member.run.id) !== toggled.has(member.run.id),
      ),
    [roots, by, lastSteps, open, toggled],
  );
  const toggle = (id: string) =>
    setToggled((now) => new Set(now.has(id) ? [...now].filter((one) => one !== id) : [...now, id]));
  const compare = {
    ...defaultRuns,
    tab: 'charts' as const,
    mode: 'runs' as const,
    visible: { kind: 'these' as const, runs: family.map((one) => one.id) },
  };
  return (
    <>
      <div className={classes.bar} role="toolbar" aria-label="Lineage">
        <SegmentedControl
          aria-label="What the lines are over"
          value={by}
          onChange={(next) => change((now) => ({ ...now, lineageBy: next as LineageBy }))}
          data={[
            { value: 'step', label: 'Steps' },
            { value: 'time', label: 'Time' },
          ]}
        />
        <span className={classes.count}>
          {plural(family.length, 'run')}
          {family.length >= familyMax && ' and perhaps more'}
        </span>
        <Link className="link" to={runsPath(project, printRuns(compare))}>
          Compare all in charts
        </Link>
        <span className={classes.zoom}>
          <Tooltip label="Narrower">
            <ActionIcon aria-label="Narrower" disabled={zoom <= 1} onClick={() => setZoom(zoom / 2)}>
              <MinusIcon size={14} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Wider: tells forks apart that are close">
            <ActionIcon aria-label="Wider" disabled={zoom >= zoomMax} onClick={() => setZoom(zoom * 2)}>
              <PlusIcon size={14} />
            </ActionIcon>
          </Tooltip>
        </span>
      </div>
      <LineageGraph
        project={project}
        lanes={lanes}
        current={run.id}
        by={by}
        colors={colors}
        zoom={zoom}
        toggle={toggle}
      />
    </>
  );
}
