import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core';

import { Swatches } from '../../components/Swatches';
import { dashKinds, widths, type LineSpec } from '../../model/chart';
import { unitCharsMax, valueFormats, type ValueFormat } from '../../model/valueFormat';
import { oneOf } from '../../model/oneOf';
import classes from './SettingsForm.module.css';

export type LineLook = Omit<LineSpec, 'formula' | 'match'>;

export interface LineFormProps {
  line: LineLook;
  onChange: (line: LineLook) => void;
}

const automatic = 'automatic' as const;
const widthDefault = 1.5;

/** How one line of a chart looks: its name, color, dashes and width. */
export function LineForm({ line, onChange }: LineFormProps) {
  // What is not chosen is left out.
  const set = <Key extends keyof LineLook>(key: Key, value: LineLook[Key] | undefined) => {
    const stated = Object.entries({ ...line, [key]: value }).filter(([, one]) => one !== undefined);
    onChange(Object.fromEntries(stated) as LineLook);
  };
  return (
    <div className={classes.form}>
      <TextInput
        size="xs"
        label="Name"
        placeholder="Its formula"
        value={line.name ?? ''}
        onChange={(event) => set('name', event.currentTarget.value || undefined)}
      />
      <div className={classes.pair}>
        <TextInput
          size="xs"
          label="Unit"
          placeholder="tok/s"
          maxLength={unitCharsMax}
          value={line.unit ?? ''}
          onChange={(event) => set('unit', event.currentTarget.value || undefined)}
        />
        <NativeSelect
          size="xs"
          label="Numbers as"
          data={valueFormats.map((value) => ({ value, label: formatLabels[value] }))}
          value={line.format ?? 'auto'}
          onChange={(event) => {
            const format = oneOf(valueFormats, event.currentTarget.value);
            set('format', format === null || format === 'auto' ? undefined : format);
          }}
        />
      </div>
      <div className={classes.field}>
        <span>Color</span>
        <Swatches
          label="Color of the line"
          none="Of the run"
          value={line.color ?? ''}
          set={(color) => set('color', color || undefined)}
        />
      </div>
      <div className={classes.field}>
        <span>Dashes</span>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="Dashes"
          data={[automatic, ...dashKinds].map((value) => ({ value, label: dashLabels[value] }))}
          value={line.dash ?? automatic}
          onChange={(value) => set('dash', oneOf(dashKinds, value) ?? undefined)}
        />
      </div>
      <div className={classes.field}>
        <span>Axis</span>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="Axis"
          data={[
            { value: 'left', label: 'Left' },
            { value: 'right', label: 'Right' },
          ]}
          value={line.axis ?? 'left'}
          onChange={(value) => set('axis', value === 'right' ? value : undefined)}
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
          onChange={(value) => set('width', Number(value) === widthDefault ? undefined : Number(value))}
        />
      </div>
    </div>
  );
}

const formatLabels: Record<ValueFormat, string> = {
  auto: 'Auto',
  integer: '1,235',
  decimal: '1.235',
  percent: '12.3% (of 0.123)',
  si: '1.235k',
  scientific: '1.235e+3',
  duration: '1m 30s (of 90)',
  bytes: '1.5 MB',
};

const dashLabels = { automatic: 'Auto', solid: 'Solid', dashed: 'Dashed', dotted: 'Dotted' };
