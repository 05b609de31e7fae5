import { SegmentedControl, TextInput } from '@mantine/core';

import { Swatches } from '../../components/Swatches';
import { dashKinds, widths, type DashKind, type LineSpec } from '../../model/chart';
import classes from './SettingsForm.module.css';

export type LineLook = Omit<LineSpec, 'formula'>;

export interface LineFormProps {
  line: LineLook;
  /** `undefined` takes a choice back. */
  set: (part: { [Key in keyof LineLook]?: LineLook[Key] | undefined }) => void;
}

const automatic = 'auto';
const widthDefault = 1.5;

/** How one line of a chart looks: its name, color, dashes and width. */
export function LineForm({ line, set }: LineFormProps) {
  return (
    <div className={classes.form}>
      <TextInput
        size="xs"
        label="Name"
        placeholder="Its formula"
        value={line.name ?? ''}
        onChange={(event) => set({ name: event.currentTarget.value || undefined })}
      />
      <div className={classes.field}>
        <span>Color</span>
        <Swatches
          label="Color of the line"
          none="Of the run"
          value={line.color ?? ''}
          set={(color) => set({ color: color === '' ? undefined : color })}
        />
      </div>
      <div className={classes.field}>
        <span>Dashes</span>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="Dashes"
          data={[{ value: automatic, label: 'Auto' }, ...dashKinds.map((value) => ({ value, label: dashLabels[value] }))]}
          value={line.dash ?? automatic}
          onChange={(value) => set({ dash: value === automatic ? undefined : (value as DashKind) })}
        />
      </div>
      <div className={classes.field}>
        <span>Width</span>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="Width in pixels"
          data={widths.map(String)}
          value={String(line.width ?? widthDefault)}
          onChange={(value) => set({ width: Number(value) === widthDefault ? undefined : Number(value) })}
        />
      </div>
    </div>
  );
}

const dashLabels: Record<DashKind, string> = { solid: 'Solid', dashed: 'Dashed', dotted: 'Dotted' };
