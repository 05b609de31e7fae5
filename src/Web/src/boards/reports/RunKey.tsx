import { use } from 'react';

import { useColors } from '../../data/useColors';
import { formatMomentExact } from '../../model/format';
import type { BoardSection } from '../board';
import { SharedScopes } from '../share/sharedScopes';
import type { BoardScope } from '../widget';
import classes from './reports.module.css';
import { readRuns } from './runGroups';

const shownMax = 12;

/** The runs of a section that brings its own, with their colors. */
export function RunKey({ section, scope }: { section: BoardSection; scope: BoardScope }) {
  const colors = useColors(scope.project);
  const shared = use(SharedScopes);
  const isShared = section.head !== null && shared?.has(section.id) === true;
  const set = readRuns(section.head);
  if (set === null && !isShared) return null;
  const { runs } = scope;
  if (runs.length === 0) return <p className={classes.runKey}>No run that this section names was found.</p>;
  return (
    <ul className={classes.runKey} aria-label="Runs of the section">
      {runs.slice(0, shownMax).map((run) => (
        <li key={run.id}>
          <span className={classes.dot} style={{ background: run.color ?? colors.of(run.id) }} />
          <bdi className="name" title={run.label}>
            {run.label}
          </bdi>
        </li>
      ))}
      {runs.length > shownMax && <li>and {runs.length - shownMax} more</li>}
      {set?.frozen != null && (
        <li className={classes.frozen} title="What was logged later is not shown">
          as of {formatMomentExact(Date.parse(set.frozen.time))}
        </li>
      )}
    </ul>
  );
}
