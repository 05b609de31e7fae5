import { Select, Slider, Switch } from '@mantine/core';

import type { RelativeKind } from '../../model/baseline';
import type { Change } from '../../model/change';
import type { XMode } from '../../model/chartSettings';
import { withSettings, type ChartsView } from '../../model/chartsView';
import { windows } from '../settings/windows';
import classes from './ChartGrid.module.css';

export interface QuickSettingsProps {
  view: ChartsView;
  change: Change<ChartsView>;
  hasBaseline: boolean;
}

const axes: { value: XMode; label: string }[] = [
  { value: 'step', label: 'x: step' },
  { value: 'relative', label: 'x: time' },
  { value: 'absolute', label: 'x: clock' },
  { value: 'metric', label: 'x: metric' },
];

const relatives: { value: RelativeKind; label: string }[] = [
  { value: 'none', label: 'Values' },
  { value: 'difference', label: '− baseline' },
  { value: 'ratio', label: '÷ baseline' },
];

/** What is changed most of all charts, in sight: the x axis, smoothing and a logarithmic y. */
export function QuickSettings({ view, change, hasBaseline }: QuickSettingsProps) {
  const { settings } = view;
  const set = (part: Parameters<typeof withSettings>[1]) => change((now) => withSettings(now, part), 'replace');
  const isSmooth = settings.smoothing !== 'none' && settings.window > 0;
  const nearest = windows.findIndex((one) => one >= settings.window);
  const at = !isSmooth ? 0 : nearest < 0 ? windows.length : nearest + 1;
  return (
    <div className={classes.quick}>
      {hasBaseline && (
        <Select
          w={126}
          aria-label="Against the baseline"
          allowDeselect={false}
          data={relatives}
          value={settings.relative}
          onChange={(relative) => relative !== null && set({ relative: relative as RelativeKind })}
        />
      )}
      <Select
        w={104}
        aria-label="x axis of all charts"
        allowDeselect={false}
        data={axes}
        value={settings.x}
        onChange={(x) => x !== null && set({ x: x as XMode })}
      />
      <label className={classes.smooth}>
        <span>Smooth</span>
        <Slider
          w={92}
          size="sm"
          min={0}
          max={windows.length}
          label={null}
          thumbLabel="Smoothing of all charts"
          value={at}
          onChange={(place) =>
            set(
              place === 0
                ? { smoothing: 'none' }
                : {
                    smoothing: settings.smoothing === 'none' ? 'ema' : settings.smoothing,
                    window: windows[place - 1]!,
                  },
            )
          }
        />
        <span className="number">{isSmooth ? settings.window.toLocaleString('en-US') : 'off'}</span>
      </label>
      <Switch
        label="Log y"
        aria-label="Logarithmic y of all charts"
        checked={settings.yLog}
        onChange={(event) => set({ yLog: event.currentTarget.checked })}
      />
    </div>
  );
}
