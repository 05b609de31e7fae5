import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';

import type { Lines } from '../../api/series';
import { useFilled } from '../../data/filled';
import { useRunFacts } from '../../data/useRunFacts';
import { axesSettings } from '../../model/axes';
import { withFormulas, type ChartSpec } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import { defaultSettings } from '../../model/chartSettings';
import { explain } from '../../model/errors';
import classes from '../builder/builder.module.css';
import { chartLines } from '../lines/chartLines';
import { useChartLines } from '../lines/useChartLines';
import { useMatched } from '../lines/useMatched';
import { useThresholds } from '../lines/useThresholds';
import { LineChart } from '../plot/LineChart';

export interface ChartPreviewProps {
  project: string;
  runs: readonly ChartRun[];
  baseline: string | null;
  chart: ChartSpec;
}

const runsMax = 3;
const height = 218;
const widthUnknown = 372;
const nothing: readonly string[] = [];
const doNothing = () => undefined;

function reasonOf(answer: Lines | undefined): string {
  return answer?.lines.find(({ missing }) => missing !== undefined)?.missing ?? 'No points';
}

/** What a chart looks like for the first few runs. */
export function ChartPreview({ project, runs, baseline, chart: written }: ChartPreviewProps) {
  const filled = useFilled();
  const stated = useMemo(() => withFormulas(written, filled), [written, filled]);
  const scheme = useComputedColorScheme('light');
  const { ref, width: known } = useElementSize();
  const width = Math.round(known) || widthUnknown;
  const few = useMemo(() => runs.slice(0, runsMax), [runs]);
  const facts = useRunFacts(project, few, nothing);
  const { chart, isPending: isMatching, note } = useMatched(project, stated, few);
  const settings = useMemo(() => ({ ...defaultSettings, ...axesSettings(chart.axes) }), [chart.axes]);
  const { levels } = useThresholds({ project, chart, runs: few, baseline });
  const { data, isError, error, isPending } = useChartLines({
    project,
    chart,
    runs: few,
    experiments: false,
    settings,
    zoom: null,
    width,
    baseline,
  });
  const drawn = useMemo(
    () =>
      data === undefined
        ? []
        : chartLines({ chart, runs: few, answer: data, settings, scheme, facts, experiments: false, baseline: null }),
    [chart, few, data, settings, scheme, facts],
  );
  const said = isError ? explain(error) : (note ?? (isPending || isMatching ? '' : reasonOf(data)));
  return (
    <div ref={ref} className={classes.preview}>
      {drawn.length > 0 ? (
        <LineChart
          label="Preview"
          lines={drawn}
          settings={settings}
          zoom={null}
          yZoom={null}
          thresholds={levels}
          axes={chart.axes}
          scheme={scheme}
          onPoint={doNothing}
          onZoom={doNothing}
          onPin={doNothing}
          width={width}
          height={height}
        />
      ) : (
        <div role="status">{said}</div>
      )}
    </div>
  );
}
