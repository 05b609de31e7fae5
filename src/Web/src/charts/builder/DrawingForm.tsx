import { SegmentedControl } from '@mantine/core';

import type { PlotKind, StackKind } from '../../model/chart';
import classes from './builder.module.css';

export interface DrawingFormProps {
  plot: PlotKind;
  stack: StackKind;
  onChange: (part: { plot?: PlotKind; stack?: StackKind }) => void;
}

const plots: { value: PlotKind; label: string }[] = [
  { value: 'line', label: 'Line' },
  { value: 'step', label: 'Step' },
  { value: 'scatter', label: 'Points' },
  { value: 'area', label: 'Area' },
];

const stacks: { value: StackKind; label: string }[] = [
  { value: 'none', label: 'Not stacked' },
  { value: 'sum', label: 'Stacked' },
  { value: 'percent', label: 'Shares, %' },
];

/** How points become a picture. */
export function DrawingForm({ plot, stack, onChange }: DrawingFormProps) {
  return (
    <div className={classes.drawing}>
      <SegmentedControl
        size="xs"
        aria-label="Drawn as"
        data={plots}
        value={plot}
        onChange={(value) => onChange({ plot: value as PlotKind })}
      />
      <SegmentedControl
        size="xs"
        aria-label="Stacked"
        data={stacks}
        value={stack}
        onChange={(value) => onChange({ stack: value as StackKind })}
      />
    </div>
  );
}
