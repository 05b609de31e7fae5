import { highlight, useIsHighlighted } from '../../components/highlight';
import { Link } from '../../components/Link';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { useFigures } from '../../data/useFigures';
import { useSuggestedAxes } from '../../data/useSuggestedAxes';
import type { ChartRun } from '../../model/chartRun';
import type { Column } from '../../model/column';
import type { CompareView, SetCompare } from '../../model/compare';
import { formatNumber } from '../../model/format';
import type { Sort } from '../../model/table';
import { FieldSelect } from '../../pickers/FieldSelect';
import { runPath } from '../../url/route';
import { ColorBy } from '../coloring/ColorBy';
import { useRunColors } from '../coloring/useRunColors';
import classes from '../widgets.module.css';
import { bars } from './bars';

export interface BarsModeProps {
  project: string;
  runs: readonly ChartRun[];
  view: CompareView;
  columns: readonly Column[];
  sorts: readonly Sort[];
  set: SetCompare;
}

/** One value of each run as a bar, the greatest first. */
export function BarsMode({ project, runs, view, columns, sorts, set }: BarsModeProps) {
  const { suggestion, isPending } = useSuggestedAxes(project, runs, columns, sorts, view.bar === null);
  const field = view.bar ?? suggestion.y ?? suggestion.x;
  const figures = useFigures(project, runs, [field, view.colorBy].filter((one) => one !== null));
  const colors = useRunColors(runs, figures, view.colorBy);
  const values = field === null ? [] : figures.of(field);
  const drawn = bars(values);
  return (
    <>
      <div className={classes.bar} role="toolbar" aria-label="Bars">
        <FieldSelect project={project} label="Value" value={field} set={(bar) => set({ bar })} />
        <ColorBy project={project} view={view} set={set} colors={colors} />
      </div>
      {isPending ? (
        <Loading label="Looking for what sets the runs apart" />
      ) : field === null ? (
        <EmptyState title="Nothing to draw yet">Choose the value that the bars show.</EmptyState>
      ) : figures.error !== null ? (
        <ErrorState what="The values could not be loaded" error={figures.error} retry={figures.retry} />
      ) : figures.isPending ? (
        <Loading label="Loading values" />
      ) : drawn.bars.length === 0 ? (
        <EmptyState title="None of these runs has this value as a number">
          Choose another, or show other runs.
        </EmptyState>
      ) : (
        <div className={classes.bars} role="list" aria-label={field.path} tabIndex={0}>
          {drawn.bars.map(({ run, value, from, to }) => (
            <BarRow key={runs[run]!.id} project={project} run={runs[run]!} text={formatNumber(value)}>
              <div
                className={classes.barFill}
                style={{ left: `${from * 100}%`, width: `max(2px, ${(to - from) * 100}%)`, background: colors.of(run) }}
              />
              {drawn.zero > 0 && <div className={classes.zero} style={{ left: `${drawn.zero * 100}%` }} />}
            </BarRow>
          ))}
          {drawn.missing.map((run) => (
            <BarRow
              key={runs[run]!.id}
              project={project}
              run={runs[run]!}
              text={typeof values[run] === 'number' ? formatNumber(values[run]) : '–'}
            />
          ))}
        </div>
      )}
    </>
  );
}

interface BarRowProps {
  project: string;
  run: ChartRun;
  text: string;
  children?: React.ReactNode;
}

function BarRow({ project, run, text, children }: BarRowProps) {
  const isHighlighted = useIsHighlighted(run.id);
  return (
    <div
      className={classes.barRow}
      role="listitem"
      data-highlighted={isHighlighted}
      onMouseEnter={() => highlight.set(run.id)}
      onMouseLeave={() => highlight.set(null)}
    >
      <Link to={runPath(project, run.id)} className="name" title={run.label}>
        <bdi>{run.label}</bdi>
      </Link>
      <div className={classes.barTrack}>{children}</div>
      <span className={`number ${classes.barValue}`}>{text}</span>
    </div>
  );
}
