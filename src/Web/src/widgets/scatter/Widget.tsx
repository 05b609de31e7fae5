import { EmptyState } from '../../components/States';
import { useFigures } from '../../data/useFigures';
import { useSuggestedAxes } from '../../data/useSuggestedAxes';
import { fieldLabel } from '../../model/field';
import { plural } from '../../model/format';
import { place, scaleOf } from '../../model/scale';
import { useRunColors } from '../coloring/useRunColors';
import { FiguresGate } from '../FiguresGate';
import type { WidgetProps } from '../widget';
import { ScatterForm } from './Form';
import { ScatterPlot, type ScatterAxis } from './Plot';
import type { ScatterSpec } from './spec';

/** A point for each run, by two of its values. */
export function ScatterWidget(props: WidgetProps<ScatterSpec>) {
  const { project, runs, baseline = null, spec, results, onChange, isBare } = props;
  const { suggestion, isPending } = useSuggestedAxes(project, runs, results, spec.x === null || spec.y === null);
  const x = spec.x ?? suggestion.x;
  const y = spec.y ?? suggestion.y;
  const figures = useFigures(project, runs, [x, y, spec.colorBy].filter((one) => one !== null), baseline);
  const colors = useRunColors(runs, figures, spec.colorBy);
  const axis = (field: typeof x, isLog: boolean): ScatterAxis => {
    const values = field === null ? [] : figures.of(field);
    const label = field?.type === 'formula' ? fieldLabel(field) : (field?.path ?? '');
    return { path: label, values, scale: scaleOf(values, isLog) };
  };
  const across = axis(x, spec.xLog);
  const up = axis(y, spec.yLog);
  const hasPlace = (at: number) =>
    [across, up].every(({ scale, values }) => place(scale, values[at] ?? null) !== null);
  const missing = runs.filter((_, at) => !hasPlace(at)).length;
  return (
    <>
      {onChange && !isBare && (
        <ScatterForm
          project={project}
          runs={runs}
          baseline={baseline}
          spec={spec}
          x={x}
          y={y}
          colors={colors}
          summary={!figures.isPending && missing > 0 ? `${plural(missing, 'run')} without a value` : ''}
          onChange={onChange}
        />
      )}
      <FiguresGate
        isChoosing={isPending}
        nothing={
          (x === null || y === null) && (
            <EmptyState title="No axes yet">Choose an attribute for each axis.</EmptyState>
          )
        }
        figures={figures}
      >
        {missing === runs.length ? (
          <EmptyState title="None of these runs has both values">
            Choose other attributes, or show other runs.
          </EmptyState>
        ) : (
          <ScatterPlot project={project} runs={runs} x={across} y={up} colors={colors} />
        )}
      </FiguresGate>
    </>
  );
}
