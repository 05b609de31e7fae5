import { NumberInput, SegmentedControl, Select } from '@mantine/core';

import type { WidgetDto } from '../../api/dashboards';
import { SettingsForm } from '../../charts/settings/SettingsForm';
import { readSettings, type ChartSettings } from '../../model/chartSettings';
import classes from '../boards.module.css';
import { readDynamic, withOptions, type WidgetKind } from '../options';
import type { BoardScope } from '../widget';
import { SeriesLook } from '../widgets/SeriesForm';
import { PatternInput } from './PatternInput';

export interface DynamicFormProps extends Pick<BoardScope, 'project' | 'runs'> {
  head: WidgetDto;
  /** Of all charts of the board. */
  settings: ChartSettings;
  change: (head: WidgetDto, field?: string) => void;
}

const made: { value: WidgetKind; label: string }[] = [
  { value: 'line', label: 'Line charts' },
  { value: 'histogram', label: 'Histograms' },
  { value: 'media', label: 'Media' },
  { value: 'logs', label: 'Logs' },
];

/** Which names a dynamic section takes, and what it makes of each. */
export function DynamicForm({ project, runs, settings, head, change }: DynamicFormProps) {
  const options = readDynamic(head);
  if (options === null) return null;
  const { kind, w, h } = options;
  const own = readSettings(options.options.settings);
  const setTemplate = (part: Record<string, unknown>, field?: string) =>
    change(withOptions(head, { template: { kind, w, h, ...(head.options?.template as object), ...part } }), field);
  const setOptions = (part: Record<string, unknown>, field?: string) =>
    setTemplate({ options: { ...options.options, ...part } }, field);
  const list = (text: string) => (text === '' ? [] : [text]);
  return (
    <div className={classes.fields}>
      <PatternInput
        label="Names that match (RE2, anywhere in the name)"
        placeholder="^layers/(\d+)/grad_norm$"
        isFirst
        value={options.must[0] ?? ''}
        set={(text) => change({ ...head, attributeNameMustMatchRegexes: list(text) }, `must ${head.id}`)}
      />
      <PatternInput
        label="But not"
        value={options.mustNot[0] ?? ''}
        set={(text) => change({ ...head, attributeNameMustNotMatchRegexes: list(text) }, `not ${head.id}`)}
      />
      <div className={classes.field}>
        <span>A widget for each</span>
        <SegmentedControl
          aria-label="A widget for each"
          value={options.by}
          onChange={(by) => change(withOptions(head, { by }))}
          data={[
            { value: 'path', label: 'Name' },
            { value: 'captures', label: 'Capture in ( )' },
          ]}
        />
      </div>
      <Select
        label="Made as"
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        data={made}
        value={kind}
        onChange={(value) => setTemplate({ kind: value })}
      />
      <div className={classes.pair}>
        <NumberInput
          label="Width in cells of 24"
          min={4}
          max={24}
          value={w}
          onChange={(value) => typeof value === 'number' && setTemplate({ w: value }, `w ${head.id}`)}
        />
        <NumberInput
          label="Height in cells"
          min={3}
          max={30}
          value={h}
          onChange={(value) => typeof value === 'number' && setTemplate({ h: value }, `h ${head.id}`)}
        />
      </div>
      {(kind === 'histogram' || kind === 'logs') && (
        <SeriesLook isLog={kind === 'logs'} options={options.options} set={setOptions} />
      )}
      {/* Those of the section come before them; documents may have both. */}
      {kind === 'line' && Object.keys(own).length > 0 && (
        <details>
          <summary>Settings of these charts</summary>
          <SettingsForm
            project={project}
            runs={runs}
            settings={{ ...settings, ...own }}
            isOfSeveral={options.by === 'captures'}
            set={(part) => setOptions({ settings: { ...own, ...part } }, `settings ${head.id}`)}
            reset={() => setOptions({ settings: undefined })}
          />
        </details>
      )}
    </div>
  );
}
