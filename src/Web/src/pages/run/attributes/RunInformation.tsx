import type { ReactNode } from 'react';

import { Link } from '../../../components/Link';
import { useNow } from '../../../components/useNow';
import { formatDuration, formatMomentExact, formatNumber } from '../../../model/format';
import { isArchived, isTrashed, numberOf, textOf, type Run } from '../../../model/run';
import { stateNames } from '../../../model/quickFilters';
import { hasFuture, lastSeen, stateOf, timeNote } from '../../../model/runState';
import { projectPath } from '../../../url/route';
import classes from '../Tabs.module.css';

/** What the server knows of the run itself; stands where no attribute is chosen. */
export function RunInformation({ project, run }: { project: string; run: Run }) {
  const now = useNow();
  const seconds = numberOf(run, 'sys/running_time_seconds');
  const parent = textOf(run, 'sys/forking/parent');
  const step = numberOf(run, 'sys/forking/step');
  return (
    <section className={classes.information} aria-label="Run information">
      <dl className={classes.facts}>
        <Fact name="Name">{run.name}</Fact>
        <Fact name="Experiment">{textOf(run, 'sys/experiment/name')}</Fact>
        <Fact name="Run ID">{run.customId}</Fact>
        <Fact name="Short ID">{run.id}</Fact>
        <Fact name="State">{stateNames[stateOf(run)]}</Fact>
        <Fact name="Last data">{moment(lastSeen(run))}</Fact>
        <Fact name="Note">{timeNote(run, now)}</Fact>
        <Fact name="Owner">{textOf(run, 'sys/owner')}</Fact>
        <Fact name="Created">{moment(textOf(run, 'sys/creation_time'))}</Fact>
        <Fact name="Last changed">{moment(textOf(run, 'sys/modification_time'))}</Fact>
        <Fact name="Time running">
          {seconds === null || hasFuture(run, now) ? null : formatDuration(seconds * 1000)}
        </Fact>
        {parent !== null && parent !== '' && (
          <Fact name="Forked from">
            <Link className="link" to={`${projectPath(project)}/-/run/?customId=${encodeURIComponent(parent)}`}>
              <bdi>{parent}</bdi>
            </Link>
            {step !== null && ` at step ${formatNumber(step)}`}
          </Fact>
        )}
        {isArchived(run) && <Fact name="Archived">yes</Fact>}
        {isTrashed(run) && <Fact name="In the trash">yes</Fact>}
      </dl>
    </section>
  );
}

/** Nothing for what is not known. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined || children === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
    </div>
  );
}

function moment(value: string | null): string | null {
  return value === null ? null : formatMomentExact(value);
}
