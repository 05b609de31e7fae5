import { formatAgo, formatMomentExact } from '../model/format';
import { stateNames } from '../model/quickFilters';
import type { Run } from '../model/run';
import { lastSeen, stateOf } from '../model/runState';
import { AlertIcon } from './icons';
import classes from './StateMark.module.css';

export interface StateMarkProps {
  run: Run;
  now: number;
  /** Says it in words, too. */
  isWordy?: boolean;
}

/** What a run is doing, and since when it has been silent. */
export function StateMark({ run, now, isWordy = false }: StateMarkProps) {
  const state = stateOf(run);
  const seen = lastSeen(run);
  const since = seen === null ? '' : `last data ${formatAgo(seen, now)}`;
  const text = since === '' ? stateNames[state] : `${stateNames[state]}, ${since}`;
  if (!isWordy && state === 'idle') return null;
  return (
    <span
      className={classes.state}
      data-state={state}
      title={seen === null ? text : `${text} (${formatMomentExact(seen)})`}
      {...(isWordy ? {} : { role: 'img', 'aria-label': text })}
    >
      {state === 'failed' ? <AlertIcon size={14} /> : <span className={classes.dot} />}
      {isWordy && <span>{stateNames[state]}</span>}
      {isWordy && since !== '' && <span className={classes.since}>{since}</span>}
    </span>
  );
}
