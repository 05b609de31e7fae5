import { Fragment } from 'react';

import { RightIcon } from '../../../components/icons';
import { Link } from '../../../components/Link';
import { Name } from '../../../components/Name';
import { formatNumber, plural } from '../../../model/format';
import { numberOf, textOf, type Run } from '../../../model/run';
import { runPath } from '../../../url/route';
import { useFamily } from '../useRun';
import classes from './OverviewTab.module.css';

const forksMax = 4;

/** The runs that this one was forked from, in their order, and those that were forked from it. */
export function LineageStrip({ project, run }: { project: string; run: Run }) {
  const family = useFamily(project, run).data ?? [];
  if (family.length < 2) return null;
  const byId = new Map(family.map((one) => [one.customId, one]));
  const ancestors: Run[] = [];
  for (let parent = byId.get(textOf(run, 'sys/forking/parent') ?? ''); parent && !ancestors.includes(parent); ) {
    ancestors.unshift(parent);
    parent = byId.get(textOf(parent, 'sys/forking/parent') ?? '');
  }
  const forks = family.filter((one) => textOf(one, 'sys/forking/parent') === run.customId);
  const step = numberOf(run, 'sys/forking/step');
  const nameOf = (one: Run) => one.name ?? one.customId;
  return (
    <section className={classes.panel} aria-label="Lineage">
      <h2>Lineage</h2>
      {ancestors.length > 0 && (
        <div className={classes.strip}>
          {ancestors.map((one) => (
            <Fragment key={one.id}>
              <Link className="link" to={runPath(project, one.id)}>
                <Name>{nameOf(one)}</Name>
              </Link>
              <RightIcon size={12} />
            </Fragment>
          ))}
          <strong>this run</strong>
          {step !== null && <span className={classes.faint}>from step {formatNumber(step)}</span>}
        </div>
      )}
      {forks.length > 0 && (
        <div className={classes.strip}>
          <span className={classes.faint}>{plural(forks.length, 'fork')}:</span>
          {forks.slice(0, forksMax).map((one) => (
            <Link key={one.id} className="link" to={runPath(project, one.id)}>
              <Name>{nameOf(one)}</Name>
            </Link>
          ))}
          {forks.length > forksMax && <span className={classes.faint}>and {forks.length - forksMax} more</span>}
        </div>
      )}
      <Link className="link" to={runPath(project, run.id, '?tab=lineage')}>
        {plural(family.length, 'run')} in all
      </Link>
    </section>
  );
}
