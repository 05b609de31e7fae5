import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';

import type { Lines } from '../../api/series';
import { useRunFacts } from '../../data/useRunFacts';
import { type ChartSpec, type LineSpec, type Threshold } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import { defaultSettings } from '../../model/chartSettings';
import { explain } from '../../model/errors';
import { chartLines } from '../lines/chartLines';
import { useChartLines } from '../lines/useChartLines';
import { LineChart } from '../plot/LineChart';
import classes from './SettingsForm.module.css';

export interface ChartPreviewProps {
  project: string;
  runs: readonly ChartRun[];
  baseline: string | null;
  lines: LineSpec[];
  thresholds: Threshold[];
}

const runsMax = 3;
const size = { width: 372, height: 130 };
const nothing: readonly string[] = [];
const doNothing = () => undefined;

function reasonOf(answer: Lines | undefined): string {
  return answer?.lines.find(({ missing }) => missing !== undefined)?.missing ?? 'No points';
}

/** What the lines look like for the first few runs. */
export function ChartPreview({ project, runs, baseline, lines, thresholds }: ChartPreviewProps) {
  const scheme = useComputedColorScheme('light');
  const few = useMemo(() => runs.slice(0, runsMax), [runs]);
  const facts = useRunFacts(project, few, nothing);
  const chart = useMemo<ChartSpec>(() => ({ version: 1, id: '=preview', title: '', lines }), [lines]);
  const settings = defaultSettings;
  const { data, isError, error, isPending } = useChartLines({
    project,
    chart,
    runs: few,
    experiments: false,
    settings,
    zoom: null,
    width: size.width,
    baseline,
  });
  const drawn = useMemo(
    () =>
      data === undefined
        ? []
        : chartLines({ chart, runs: few, answer: data, settings, scheme, facts, experiments: false, baseline: null }),
    [chart, few, data, settings, scheme, facts],
  );
  return (
    <div className={classes.preview} style={size}>
      {drawn.length > 0 ? (
        <LineChart
          label="Preview"
          lines={drawn}
          settings={settings}
          zoom={null}
          yZoom={null}
          thresholds={thresholds}
          scheme={scheme}
          onPoint={doNothing}
          onZoom={doNothing}
          onPin={doNothing}
          {...size}
        />
      ) : (
        <div role="status">{isError ? explain(error) : isPending ? '' : reasonOf(data)}</div>
      )}
    </div>
  );
}
