import { Switch } from '@mantine/core';

import type { ChartRun } from '../../model/chartRun';
import type { Field } from '../../model/field';
import { ColorBy } from '../coloring/ColorBy';
import type { RunColors } from '../coloring/useRunColors';
import { FigureSelect } from '../FigureSelect';
import type { WidgetProps } from '../widget';
import classes from '../widgets.module.css';
import type { ScatterSpec } from './spec';

export interface ScatterFormProps {
  project: string;
  runs: readonly ChartRun[];
  baseline: string | null;
  spec: ScatterSpec;
  /** As they are drawn: chosen by a person, or suggested. */
  x: Field | null;
  y: Field | null;
  colors: RunColors;
  /** Such as "2 runs without a value". */
  summary: string;
  onChange: Required<WidgetProps<ScatterSpec>>['onChange'];
}

export function ScatterForm(props: ScatterFormProps) {
  const { project, runs, baseline, spec, x, y, colors, summary, onChange } = props;
  const scope = { project, runs, baseline };
  return (
    <div className={classes.bar} role="toolbar" aria-label="Scatter">
      <FigureSelect {...scope} label="X" value={x} set={(field) => onChange({ x: field })} />
      <Switch
        label="Log"
        aria-label="X axis logarithmic"
        checked={spec.xLog}
        onChange={(event) => onChange({ xLog: event.currentTarget.checked })}
      />
      <FigureSelect {...scope} label="Y" value={y} set={(field) => onChange({ y: field })} />
      <Switch
        label="Log"
        aria-label="Y axis logarithmic"
        checked={spec.yLog}
        onChange={(event) => onChange({ yLog: event.currentTarget.checked })}
      />
      <ColorBy project={project} value={spec.colorBy} set={(colorBy) => onChange({ colorBy })} colors={colors} />
      <span className={classes.summary} role="status">
        {summary}
      </span>
    </div>
  );
}
