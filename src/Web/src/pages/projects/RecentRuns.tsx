import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { getSession } from '../../api/session';
import { useStored } from '../../browser/useStored';
import { Link } from '../../components/Link';
import { Name } from '../../components/Name';
import { StateMark } from '../../components/StateMark';
import { useNow } from '../../components/useNow';
import { formatAgo } from '../../model/format';
import { textOf } from '../../model/run';
import { lastSeen } from '../../model/runState';
import { runPath } from '../../url/route';
import classes from './ProjectsPage.module.css';
import type { Activity, FoundRun } from './useActivity';

const shownMax = 8;

/** The runs of all projects that logged last: one's own, or everybody's. */
export function RecentRuns({ activity }: { activity: ReadonlyMap<string, Activity> }) {
  const { data: session } = useQuery({ queryKey: ['session'], queryFn: getSession, staleTime: Infinity });
  const [whose, setWhose] = useStored('recent runs');
  const all = [...activity].flatMap(([project, { newest }]) => newest.map((run) => ({ project, run })));
  if (all.length === 0) return null;
  const mine = all.filter(({ run }) => textOf(run, 'sys/owner') === session?.username);
  // Where all are one's own there is nothing to choose.
  const hasChoice = mine.length > 0 && mine.length < all.length;
  const shown = hasChoice && whose !== 'all' ? mine : all;
  return (
    <section className={classes.workspace} aria-label="Recent runs">
      <h2>
        Recent runs
        {hasChoice && (
          <SegmentedControl
            aria-label="Whose runs"
            value={whose === 'all' ? 'all' : 'mine'}
            onChange={setWhose}
            data={[
              { value: 'mine', label: 'Mine' },
              { value: 'all', label: 'Everybody’s' },
            ]}
          />
        )}
      </h2>
      <RunList runs={shown.sort((a, b) => timeOf(b) - timeOf(a)).slice(0, shownMax)} />
    </section>
  );
}

function timeOf({ run }: FoundRun): number {
  const seen = lastSeen(run);
  return seen === null ? 0 : new Date(seen).getTime();
}

/** Runs of several projects. */
export function RunList({ runs }: { runs: readonly FoundRun[] }) {
  const now = useNow();
  return (
    <ul className={classes.list}>
      {runs.map(({ project, run }) => {
        const seen = lastSeen(run);
        return (
          <li key={`${project} ${run.id}`} className={`${classes.row} ${classes.run}`}>
            <div className={classes.title}>
              <Link to={runPath(project, run.id)}>
                <Name>{run.name ?? run.customId}</Name>
              </Link>
              <StateMark run={run} now={now} />
            </div>
            <span className={classes.place}>
              <Name>{project}</Name>
              <span className={classes.key}>{run.id}</span>
            </span>
            <span className={classes.when}>{seen === null ? '' : formatAgo(seen, now)}</span>
          </li>
        );
      })}
    </ul>
  );
}
