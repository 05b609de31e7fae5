import type { Run } from '../../api/runs';
import { useColors } from '../../components/colors';
import { Link } from '../../components/Link';
import { EmptyState, ErrorState, Waiting } from '../../components/States';
import { formatNumber } from '../../format';
import { runPath, runsPath } from '../../url/route';
import { defaultRuns, printRuns } from '../../url/runs';
import { familyTree, type FamilyMember } from './family';
import classes from './Tabs.module.css';
import { numberOf, useFamily } from './useRun';

/** The runs that this one was forked from, and those forked from it. */
export function LineageTab({ project, run }: { project: string; run: Run }) {
  const family = useFamily(project, run);
  if (family.data && family.data.length < 2) {
    return (
      <EmptyState title="No forks">
        This run was not forked, and nothing was forked from it. Start a fork with{' '}
        <code>Run(fork_run_id=…, fork_step=…)</code>.
      </EmptyState>
    );
  }
  if (family.isPending) return <Waiting label="Loading the lineage" />;
  if (family.data === undefined) {
    return (
      <ErrorState what="The lineage could not be loaded" error={family.error} retry={() => void family.refetch()} />
    );
  }
  const compare = runsPath(
    project,
    printRuns({
      ...defaultRuns,
      tab: 'charts',
      mode: 'runs',
      selection: { kind: 'these', runs: family.data.map((one) => one.id) },
    }),
  );
  return (
    <div className={classes.scroll}>
      <Members members={familyTree(family.data)} project={project} current={run.id} />
      <p>
        <Link to={compare}>Compare all {family.data.length} in charts</Link>
      </p>
    </div>
  );
}

interface MembersProps {
  members: readonly FamilyMember[];
  project: string;
  current: string;
}

function Members({ members, project, current }: MembersProps) {
  const colors = useColors(project);
  return (
    <ul className={classes.family}>
      {members.map(({ run, children }) => {
        const step = numberOf(run, 'sys/forking/step');
        return (
          <li key={run.id}>
            <div className={classes.member} aria-current={run.id === current}>
              <span className={classes.color} style={{ background: colors.of(run.id) }} />
              <Link to={runPath(project, run.id)} className="name">
                <bdi>{run.name ?? run.customId}</bdi>
              </Link>
              <span className={classes.faint}>{run.id}</span>
              {step !== null && <span className={classes.faint}>forked at step {formatNumber(step)}</span>}
            </div>
            {children.length > 0 && <Members members={children} project={project} current={current} />}
          </li>
        );
      })}
    </ul>
  );
}
