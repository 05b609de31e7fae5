import { Button, NumberInput, SegmentedControl, Select, Slider, Switch } from '@mantine/core';
import { Suspense, type ReactNode } from 'react';

import { lazyWithRetry } from '../../data/lazyWithRetry';
import type { ChartRun } from '../../model/chartRun';
import type {
  BandReach,
  ChartSettings,
  ColorKind,
  LineKind,
  SmoothingKind,
  Spread,
  XMode,
} from '../../model/chartSettings';
import classes from './SettingsForm.module.css';
import { windows } from './windows';

const FormulaField = lazyWithRetry(() =>
  import('../../formula/FormulaField').then((module) => module.FormulaField),
);

export interface SettingsFormProps {
  project: string;
  runs: readonly ChartRun[];
  /** sys/id of the run that formulas mean by `baseline()`. */
  baseline?: string | null;
  settings: ChartSettings;
  set: (part: Partial<ChartSettings>) => void;
  /** Whether these are settings of charts with several metrics. */
  isOfSeveral: boolean;
  /** Given when a chart has settings of its own: back to those of all charts. */
  reset?: () => void;
}

const smoothings: { value: SmoothingKind; label: string }[] = [
  { value: 'none', label: 'None' },
  { value: 'ema', label: 'Exponential (trailing)' },
  { value: 'gaussian', label: 'Gaussian (centered)' },
  { value: 'sma', label: 'Moving average (trailing)' },
  { value: 'smaCentered', label: 'Moving average (centered)' },
];

const axes: Options<XMode> = { step: 'Step', relative: 'Time', absolute: 'Clock', metric: 'Metric' };
const lineKinds: Options<LineKind> = { mean: 'Mean', last: 'Last', range: 'Min-max' };
const bands: Options<BandReach | 'none'> = { none: 'None', minmax: 'Min-max', std: '± std' };
const colorKinds: Options<ColorKind> = { run: 'Runs', metric: 'Metrics' };

const spreads: { value: Spread; label: string }[] = [
  { value: 'range', label: 'Mean, least to greatest' },
  { value: 'std', label: 'Mean ± standard deviation' },
  { value: 'quartiles', label: 'Median, quartiles' },
  { value: 'members', label: 'Mean, and each run' },
];

const firstWindow = 100;

export function SettingsForm(props: SettingsFormProps) {
  const { project, runs, baseline = null, settings, set, isOfSeveral, reset } = props;
  const unit = { step: 'steps', relative: 'seconds', absolute: 'seconds', metric: '' }[settings.x];
  const windowLabel = unit === '' ? 'Window along x' : `Window in ${unit}`;
  const nearest = windows.findIndex((one) => one >= settings.window);
  return (
    <div className={classes.form}>
      <Choice label="x axis" value={settings.x} set={(x) => set({ x })} options={axes}>
        {settings.x === 'metric' && (
          <Suspense fallback={null}>
            <FormulaField
              project={project}
              runs={runs.map(({ id }) => id)}
              baseline={baseline}
              role="x"
              label="Metric or formula along x"
              value={settings.xMetric}
              onChange={(xMetric) => set({ xMetric })}
            />
          </Suspense>
        )}
      </Choice>
      <Choice label="Line" value={settings.line} set={(line) => set({ line })} options={lineKinds} />
      <Choice
        label="Band"
        value={settings.band ? settings.bandKind : 'none'}
        set={(kind) => set(kind === 'none' ? { band: false } : { band: true, bandKind: kind })}
        options={bands}
      />
      {isOfSeveral && (
        <Choice
          label="Color by"
          value={settings.colors}
          set={(colors) => set({ colors })}
          options={colorKinds}
        />
      )}
      <Select
        label="Smoothing"
        allowDeselect={false}
        data={smoothings}
        value={settings.smoothing}
        comboboxProps={{ withinPortal: false }}
        onChange={(value) =>
          set({
            smoothing: (value ?? 'none') as SmoothingKind,
            window: settings.window > 0 ? settings.window : firstWindow,
          })
        }
      />
      {settings.smoothing !== 'none' && (
        <div className={classes.window}>
          <Slider
            size="sm"
            thumbLabel={windowLabel}
            label={null}
            min={0}
            max={windows.length - 1}
            value={nearest < 0 ? windows.length - 1 : nearest}
            onChange={(at) => set({ smoothing: settings.smoothing, window: windows[at] ?? firstWindow })}
          />
          <NumberInput
            w={104}
            hideControls
            min={0}
            aria-label={windowLabel}
            suffix={unit === '' ? '' : ` ${unit}`}
            value={settings.window}
            onChange={(value) => {
              if (typeof value === 'number') set({ smoothing: settings.smoothing, window: value });
            }}
          />
        </div>
      )}
      {runs.some((run) => run.group !== undefined) && (
        <Toggle label="Average grouped runs" value={settings.averaged} set={(averaged) => set({ averaged })} />
      )}
      {settings.averaged && runs.some((run) => run.group !== undefined) && (
        <Select
          label="Groups as"
          allowDeselect={false}
          data={spreads}
          value={settings.spread}
          comboboxProps={{ withinPortal: false }}
          onChange={(spread) => spread !== null && set({ spread: spread as Spread })}
        />
      )}
      <Toggle label="Logarithmic x" value={settings.xLog} set={(xLog) => set({ xLog })} />
      <Toggle label="Logarithmic y" value={settings.yLog} set={(yLog) => set({ yLog })} />
      <Toggle label="Every point (raw)" value={settings.raw} set={(raw) => set({ raw })} />
      <Toggle label="Ignore outliers" value={settings.clip} set={(clip) => set({ clip })} />
      <Toggle label="Inherited points" value={settings.inherited} set={(inherited) => set({ inherited })} />
      <Toggle label="Previews" value={settings.previews} set={(previews) => set({ previews })} />
      {reset && (
        <Button variant="default" onClick={reset}>
          Reset to defaults
        </Button>
      )}
    </div>
  );
}

/** What each is called, in the order of the buttons. */
type Options<T extends string> = Record<T, string>;

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  set: (value: T) => void;
  options: Options<T>;
  children?: ReactNode;
}

function Choice<T extends string>({ label, value, set, options, children }: ChoiceProps<T>) {
  return (
    <div className={classes.field}>
      <span>{label}</span>
      <SegmentedControl
        fullWidth
        aria-label={label}
        value={value}
        onChange={(chosen) => set(chosen as T)}
        data={Object.entries<string>(options).map(([one, name]) => ({ value: one, label: name }))}
      />
      {children}
    </div>
  );
}

function Toggle({ label, value, set }: { label: string; value: boolean; set: (value: boolean) => void }) {
  return <Switch label={label} checked={value} onChange={(event) => set(event.currentTarget.checked)} />;
}
