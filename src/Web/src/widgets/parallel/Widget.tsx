import { useMemo } from 'react';

import { useExported } from '../../components/exported';
import { EmptyState } from '../../components/States';
import { useFigures } from '../../data/useFigures';
import { useSuggestedAxes } from '../../data/useSuggestedAxes';
import { bareField, fieldKey, fieldLabel, sameField, type Field } from '../../model/field';
import type { Range } from '../../model/range';
import { scaleOf } from '../../model/scale';
import { useRunColors } from '../coloring/useRunColors';
import { FiguresGate } from '../FiguresGate';
import type { WidgetProps } from '../widget';
import { ParallelForm } from './Form';
import { keptRuns } from './parallel';
import { ParallelPlot } from './Plot';
import type { ParallelSpec } from './spec';

/** A line for each run through its values, one axis an attribute. Dragging along an axis keeps the runs within. */
export function ParallelWidget(props: WidgetProps<ParallelSpec>) {
  const { project, runs, baseline = null, spec, results, onChange, isBare, onRuns } = props;
  const { suggestion, isPending } = useSuggestedAxes(project, runs, results, spec.axes === null);
  const fields = spec.axes ?? suggestion.axes;
  const figures = useFigures(project, runs, spec.colorBy === null ? fields : [...fields, spec.colorBy], baseline);
  const colors = useRunColors(runs, figures, spec.colorBy);
  const axes = useMemo(
    () => fields.map((axis) => ({ axis, values: figures.of(axis), scale: scaleOf(figures.of(axis)) })),
    [fields, figures],
  );
  const kept = keptRuns(runs.length, axes, spec.brushes);
  useExported(() => ({
    head: ['run', ...fields.map(fieldLabel)],
    rows: runs.flatMap((run, at) =>
      kept.has(at) ? [[run.label, ...axes.map(({ values }) => values[at] ?? null)]] : [],
    ),
  }));
  const setAxes = (next: readonly Field[]) => onChange?.({ axes: next.map(bareField) });
  const brush = (axis: Field, range: Range | null) => {
    const others = Object.entries(spec.brushes).filter(([key]) => key !== fieldKey(axis));
    onChange?.(
      { brushes: Object.fromEntries(range === null ? others : [...others, [fieldKey(axis), range]]) },
      'replace',
    );
  };
  return (
    <>
      {onChange && !isBare && (
        <ParallelForm
          project={project}
          spec={spec}
          colors={colors}
          total={runs.length}
          kept={kept.size}
          addAxis={(axis) => setAxes([...fields.filter((one) => !sameField(one, axis)), axis])}
          showKept={onRuns ? () => onRuns(runs.filter((_, at) => kept.has(at)).map((run) => run.id)) : null}
          onChange={onChange}
        />
      )}
      <FiguresGate
        isChoosing={isPending}
        nothing={
          fields.length === 0 && (
            <EmptyState title="No axes yet">
              Add attributes that all of the runs have, such as settings and final values.
            </EmptyState>
          )
        }
        figures={figures}
      >
        <ParallelPlot
          runs={runs}
          axes={axes}
          brushes={spec.brushes}
          kept={kept}
          colors={colors}
          setAxes={onChange ? setAxes : null}
          brush={brush}
        />
      </FiguresGate>
    </>
  );
}
