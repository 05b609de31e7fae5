import { highlight, useIsHighlighted } from '../../../components/highlight';
import { Link } from '../../../components/Link';
import { isPutAway } from '../../../model/run';
import { runPath } from '../../../url/route';
import { rowHeight, type Lane } from './lineage';
import classes from './LineageGraph.module.css';

export interface LineageLaneProps {
  project: string;
  lane: Lane;
  parent: Lane | null;
  color: string;
  isCurrent: boolean;
  x: (value: number) => number;
  width: number;
}

const bend = 8;

/** The line of one run, from where it leaves its parent; its end is a link to it. */
export function LineageLane({ project, lane, parent, color, isCurrent, x, width }: LineageLaneProps) {
  const { run } = lane;
  const isHighlighted = useIsHighlighted(run.id);
  const y = middleOf(lane);
  const [start, end, reach] = [x(lane.start), x(lane.end), x(lane.reach)];
  const isStrong = isHighlighted || isCurrent;
  const turned = Math.min(start + bend, Math.max(end, start + 1));
  return (
    <g
      className={classes.lane}
      data-faded={isPutAway(run)}
      onMouseEnter={() => highlight.set(run.id)}
      onMouseLeave={() => highlight.set(null)}
    >
      {isStrong && (
        <rect
          y={y - rowHeight / 2}
          width={width}
          height={rowHeight}
          className={classes.band}
          data-current={isCurrent}
        />
      )}
      <Link to={runPath(project, run.id)} tabIndex={-1}>
        <title>{run.name ?? run.customId}</title>
        <path d={`M${start} ${y}H${Math.max(reach, end) + 10}`} className={classes.hit} />
        {reach > end && <path d={`M${end} ${y}H${reach}`} stroke={color} strokeDasharray="2 4" fill="none" />}
        {parent !== null && (
          <path
            d={`M${start} ${middleOf(parent)}V${y - bend}Q${start} ${y} ${turned} ${y}`}
            className={classes.branch}
            data-strong={isStrong}
            stroke={color}
          />
        )}
        <path
          d={`M${parent === null ? start : turned} ${y}H${end}`}
          stroke={color}
          strokeWidth={isStrong ? 3.5 : 2}
          strokeLinecap="round"
          fill="none"
        />
        <circle cx={end} cy={y} r={isCurrent ? 7 : 5} fill={color} className={classes.node} />
        {run.state === 'running' && <circle cx={end} cy={y} r={9} className={classes.running} />}
        {lane.hidden > 0 && (
          <text x={end + 13} y={y} dy="0.32em" className={classes.tick}>
            +{lane.hidden}
          </text>
        )}
      </Link>
    </g>
  );
}

function middleOf(lane: Lane): number {
  return (lane.row + 0.5) * rowHeight;
}
