import { NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';

import type { WidgetDto } from '../../api/dashboards';
import classes from '../boards.module.css';
import { readDynamic, withOptions, type WidgetKind } from '../options';

export interface DynamicFormProps {
  head: WidgetDto;
  change: (head: WidgetDto, field?: string) => void;
}

const made: { value: WidgetKind; label: string }[] = [
  { value: 'line', label: 'Line charts' },
  { value: 'histogram', label: 'Histograms' },
  { value: 'media', label: 'Media' },
  { value: 'logs', label: 'Logs' },
];

/** Which names a dynamic section takes, and what it makes of each. */
export function DynamicForm({ head, change }: DynamicFormProps) {
  const options = readDynamic(head);
  if (options === null) return null;
  const { kind, w, h } = options;
  const setTemplate = (part: Record<string, unknown>, field?: string) =>
    change(withOptions(head, { template: { kind, w, h, ...(head.options?.template as object), ...part } }), field);
  const list = (text: string) => (text === '' ? [] : [text]);
  return (
    <div className={classes.fields}>
      <TextInput
        label="Names that match (RE2, anywhere in the name)"
        placeholder="^layers/(\d+)/grad_norm$"
        data-autofocus
        value={options.must[0] ?? ''}
        onChange={(event) =>
          change({ ...head, attributeNameMustMatchRegexes: list(event.currentTarget.value) }, `must ${head.id}`)
        }
      />
      <TextInput
        label="But not"
        value={options.mustNot[0] ?? ''}
        onChange={(event) =>
          change({ ...head, attributeNameMustNotMatchRegexes: list(event.currentTarget.value) }, `not ${head.id}`)
        }
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
    </div>
  );
}
