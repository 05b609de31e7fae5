import { Checkbox } from '@mantine/core';
import { memo } from 'react';

import { highlight, useIsHighlighted } from '../../components/highlight';
import { EyeIcon, EyeOffIcon, PinIcon } from '../../components/icons';
import { Link } from '../../components/Link';
import { Name } from '../../components/Name';
import { StateMark } from '../../components/StateMark';
import { useNow } from '../../components/useNow';
import type { Colors } from '../../data/useColors';
import { columnKey, columnWidth, type Column } from '../../model/column';
import { runLabel, type RowMode, type Run } from '../../model/run';
import { RunColor } from '../../pickers/RunColor';
import { runPath } from '../../url/route';
import { compareWith } from '../../model/baseline';
import { directionOf } from '../../model/direction';
import { Cell, type CellProps } from './Cell';
import type { Comparing } from './comparing';
import classes from './RunsTable.module.css';
import type { VisibilityControl } from './visibility';

export interface RowProps {
  project: string;
  index: number;
  top: number;
  width: number;
  run: Run | null;
  /** How many groups the run is in. */
  level: number;
  mode: RowMode;
  leadWidth: number;
  pinned: readonly Column[];
  before: number;
  shown: readonly Column[];
  visibility: VisibilityControl;
  colors: Colors;
  isSelected: boolean;
  /** Of number columns, by their keys: the longest of what stands behind the integers. */
  tails: ReadonlyMap<string, string>;
  onTag: (path: string, tag: string) => void;
  comparing: Comparing;
  /** null: runs cannot be selected here. */
  select: ((index: number, isRange: boolean) => void) | null;
}

export const indent = 20;

export const Row = memo(function Row(props: RowProps) {
  const { index, top, width, run, pinned, before, shown, leadWidth } = props;
  const isHighlighted = useIsHighlighted(run?.id ?? '');
  const place = { transform: `translateY(${top}px)`, width };
  if (run === null) {
    return (
      <div className={classes.row} style={place} role="row" aria-rowindex={index + 2}>
        <div className={classes.cell} style={{ width: leadWidth }} role="cell">
          <div className={classes.missing} />
        </div>
      </div>
    );
  }
  const { baseline, values, directions } = props.comparing;
  const against = values !== null && run.id !== baseline ? values.attributes : null;
  const cell = (column: Column): CellProps => ({
    column,
    attribute: run.attributes.get(column.path),
    width: columnWidth(column),
    colors: props.colors,
    tail: props.tails.get(columnKey(column)),
    onTag: props.onTag,
    comparison:
      against === null || column.type !== 'floatSeries'
        ? null
        : compareWith(
            run.attributes.get(column.path),
            against.get(column.path),
            column.aggregation,
            directionOf(column.path, directions),
          ),
  });
  return (
    <div
      className={classes.row}
      style={place}
      role="row"
      aria-rowindex={index + 2}
      data-highlighted={isHighlighted}
      data-selected={props.isSelected}
      onMouseEnter={() => highlight.set(run.id)}
      onMouseLeave={() => highlight.set(null)}
    >
      <div className={classes.fixed}>
        <Lead {...props} run={run} />
        {pinned.map((column) => (
          <Cell key={columnKey(column)} {...cell(column)} />
        ))}
      </div>
      <div style={{ width: before, flex: 'none' }} />
      {shown.map((column) => (
        <Cell key={columnKey(column)} {...cell(column)} />
      ))}
    </div>
  );
});

function Lead(props: RowProps & { run: Run }) {
  const { project, run, index, level, mode, leadWidth, visibility, colors, isSelected, select, comparing } = props;
  const isBaseline = comparing.baseline === run.id;
  const isVisible = visibility.isVisible(run.id);
  const label = runLabel(run, mode);
  const now = useNow();
  return (
    <div className={`${classes.cell} ${classes.lead}`} style={{ width: leadWidth }} role="rowheader">
      {level > 0 && <span style={{ width: level * indent, flex: 'none' }} />}
      {select !== null && (
        <Checkbox
          size="xs"
          className={classes.tick!}
          aria-label={`Select ${label}`}
          checked={isSelected}
          onChange={(event) => select(index, (event.nativeEvent as MouseEvent).shiftKey)}
        />
      )}
      <button
        type="button"
        className={classes.eye}
        aria-pressed={isVisible}
        aria-label={`Show ${label} in charts`}
        onClick={() => visibility.toggle(run.id)}
      >
        {isVisible ? <EyeIcon /> : <EyeOffIcon />}
      </button>
      <RunColor
        project={project}
        run={run.id}
        label={label}
        colors={colors}
        drawn={comparing.colors?.get(run.id)}
        isOff={!isVisible}
      />
      <Link to={runPath(project, run.id)} className={`name ${classes.runName}`}>
        <Name>{label}</Name>
      </Link>
      <StateMark run={run} now={now} />
      <button
        type="button"
        className={classes.baseline}
        aria-pressed={isBaseline}
        aria-label={`Baseline: ${label}`}
        title={isBaseline ? 'The baseline: press to compare with none' : 'Compare all runs with this one'}
        onClick={() => comparing.setBaseline(isBaseline ? null : run.id)}
      >
        <PinIcon size={13} />
        {isBaseline && <span>baseline</span>}
      </button>
      <span className={`name ${classes.runId}`} title={`${run.id} · ${run.customId}`}>
        {run.id}
      </span>
    </div>
  );
}
