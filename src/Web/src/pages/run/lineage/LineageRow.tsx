import type { KeyboardEvent } from 'react';

import { highlight, useIsHighlighted } from '../../../components/highlight';
import { DownIcon, RightIcon } from '../../../components/icons';
import { Link } from '../../../components/Link';
import { formatNumber, plural } from '../../../model/format';
import { isPutAway } from '../../../model/run';
import type { LineageBy } from '../../../model/runView';
import { runPath } from '../../../url/route';
import { rowHeight, type Lane } from './lineage';
import classes from './LineageGraph.module.css';

export interface LineageRowProps {
  project: string;
  lane: Lane;
  by: LineageBy;
  color: string;
  isCurrent: boolean;
  /** Of the tree one item is reached by Tab; arrows go on from there. */
  isFocusable: boolean;
  toggle: () => void;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

const indent = 12;
/** Deeper runs stand no further in: their names would have no room. */
const indentsMax = 7;

/** The name of one run, as an item of the tree. */
export function LineageRow(props: LineageRowProps) {
  const { project, lane, by, color, isCurrent, isFocusable, toggle, onFocus, onKeyDown } = props;
  const { run } = lane;
  const isHighlighted = useIsHighlighted(run.id);
  const name = run.name ?? run.customId;
  const isOpen = lane.hidden === 0;
  const fork = lane.parent === null || by !== 'step' ? null : `at ${formatNumber(lane.start)}`;
  const shown = isOpen ? (fork ?? run.id) : `+ ${plural(lane.hidden, 'run')}`;
  // What the eye sees beside the name, or takes from the lines.
  const unseen = [
    ...(shown === run.id ? [] : [run.id]),
    ...(fork === null || shown === fork ? [] : [fork]),
    ...(isPutAway(run) ? ['archived or in the trash'] : []),
  ];
  return (
    <Link
      to={runPath(project, run.id)}
      role="treeitem"
      className={classes.row}
      style={{ top: lane.row * rowHeight, paddingLeft: 8 + Math.min(lane.depth, indentsMax) * indent }}
      data-run={run.id}
      data-faded={isPutAway(run)}
      data-highlighted={isHighlighted}
      aria-level={lane.depth + 1}
      aria-current={isCurrent ? 'page' : undefined}
      aria-expanded={lane.forks > 0 ? isOpen : undefined}
      tabIndex={isFocusable ? 0 : -1}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onMouseEnter={() => highlight.set(run.id)}
      onMouseLeave={() => highlight.set(null)}
    >
      {lane.forks > 0 ? (
        <span
          className={classes.chevron}
          title={isOpen ? 'Hide its forks' : 'Show its forks'}
          onClick={(event) => {
            event.preventDefault();
            event.stopPropagation();
            toggle();
          }}
        >
          {isOpen ? <DownIcon size={13} /> : <RightIcon size={13} />}
        </span>
      ) : (
        <span className={classes.chevron} />
      )}
      <span className={classes.color} style={{ background: color }} />
      <bdi className="name" title={name}>
        {name}
      </bdi>{' '}
      <span className={classes.faint}>{shown}</span>{' '}
      {unseen.length > 0 && <span className="visually-hidden">{unseen.join(', ')}</span>}
    </Link>
  );
}
