import type { ReactNode } from 'react';

import { useExported } from '../../components/exported';
import { highlight, useIsHighlighted } from '../../components/highlight';
import { Link } from '../../components/Link';
import { Name } from '../../components/Name';
import { EmptyState } from '../../components/States';
import { useFigures } from '../../data/useFigures';
import { useSuggestedAxes } from '../../data/useSuggestedAxes';
import type { ChartRun } from '../../model/chartRun';
import { fieldLabel } from '../../model/field';
import { formatNumber } from '../../model/format';
import type { Datum } from '../../model/scale';
import { runPath } from '../../url/route';
import { ColorBy } from '../coloring/ColorBy';
import { useRunColors, type RunColors } from '../coloring/useRunColors';
import { FigureSelect } from '../FigureSelect';
import { FiguresGate } from '../FiguresGate';
import type { WidgetProps } from '../widget';
import classes from '../widgets.module.css';
import { bars } from './bars';
import type { BarsSpec } from './spec';

/** One value of each run as a bar, the greatest first. */
export function BarsWidget(props: WidgetProps<BarsSpec>) {
  const { project, runs, baseline = null, spec, results, onChange, isBare } = props;
  const { suggestion, isPending } = useSuggestedAxes(project, runs, results, spec.bar === null);
  const field = spec.bar ?? suggestion.y ?? suggestion.x;
  const figures = useFigures(project, runs, [field, spec.colorBy].filter((one) => one !== null), baseline);
  const colors = useRunColors(runs, figures, spec.colorBy);
  const values = field === null ? [] : figures.of(field);
  return (
    <>
      {onChange && !isBare && (
        <div className={classes.bar} role="toolbar" aria-label="Bars">
          <FigureSelect
            {...{ project, runs, baseline }}
            label="Value"
            value={field}
            set={(bar) => onChange({ bar })}
          />
          <ColorBy project={project} value={spec.colorBy} set={(colorBy) => onChange({ colorBy })} colors={colors} />
        </div>
      )}
      <FiguresGate
        isChoosing={isPending}
        nothing={
          field === null && <EmptyState title="Nothing to draw yet">Choose the value that the bars show.</EmptyState>
        }
        figures={figures}
      >
        <Bars
          project={project}
          runs={runs}
          label={field === null ? '' : fieldLabel(field)}
          values={values}
          colors={colors}
        />
      </FiguresGate>
    </>
  );
}

interface BarsProps {
  project: string;
  runs: readonly ChartRun[];
  label: string;
  values: readonly Datum[];
  colors: RunColors;
}

function Bars({ project, runs, label, values, colors }: BarsProps) {
  const drawn = bars(values);
  useExported(() => ({ head: ['run', label], rows: runs.map((run, at) => [run.label, values[at] ?? null]) }));
  if (drawn.bars.length === 0) {
    return (
      <EmptyState title="None of these runs has this value as a number">Choose another, or show other runs.</EmptyState>
    );
  }
  return (
    <div className={classes.bars} role="list" aria-label={label} tabIndex={0}>
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
  );
}

interface BarRowProps {
  project: string;
  run: ChartRun;
  text: string;
  children?: ReactNode;
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
      <Link to={runPath(project, run.id)} className="name">
        <Name>{run.label}</Name>
      </Link>
      <div className={classes.barTrack}>{children}</div>
      <span className={`number ${classes.barValue}`}>{text}</span>
    </div>
  );
}
