import 'uplot/dist/uPlot.min.css';

import { memo, useEffect, useEffectEvent, useRef } from 'react';

import { isRightLog, type AxesSpec } from '../../model/axes';
import type { Threshold } from '../../model/chart';
import { axisKey, type ChartSettings } from '../../model/chartSettings';
import type { Range } from '../../model/range';
import type { StepMark } from '../../model/stepMark';
import { hasRightAxis, type ChartLine } from '../draw/scene';
import classes from './LineChart.module.css';
import { LinePlot, type Pointed, type Zoom } from './LinePlot';

export interface LineChartProps {
  label: string;
  lines: readonly ChartLine[];
  settings: ChartSettings;
  zoom: Range | null;
  /** The part of the y axis that is shown; null for all that the lines have. */
  yZoom: Range | null;
  /** Levels on the left y axis. */
  thresholds?: readonly Threshold[] | undefined;
  /** Steps of runs that somebody said something of. */
  marks?: readonly StepMark[] | undefined;
  /** What the chart itself says of its axes. */
  axes?: AxesSpec | undefined;
  width: number;
  height: number;
  scheme: 'light' | 'dark';
  onPoint: (pointed: Pointed | null) => void;
  onZoom: (zoom: Zoom) => void;
  onPin: () => void;
}

const none: readonly Threshold[] = [];
const noMarks: readonly StepMark[] = [];

/** Lines on their axes. The plot is made once for a kind of axes; after that it is only told what changed. */
export const LineChart = memo(function LineChart(props: LineChartProps) {
  const { label, lines, settings, zoom, yZoom, thresholds = none, axes, width, height, scheme } = props;
  const { marks = noMarks } = props;
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<LinePlot>(null);
  const axis = axisKey(settings);
  const hasRight = hasRightAxis(lines);
  const isLogRight = isRightLog(settings, axes);
  const initial = useEffectEvent(() => ({
    content: { lines, settings, zoom, yZoom, thresholds, marks, axes },
    size: { width, height },
  }));
  const point = useEffectEvent((pointed: Pointed | null) => props.onPoint(pointed));
  const zoomTo = useEffectEvent((to: Zoom) => props.onZoom(to));
  const pin = useEffectEvent(() => props.onPin());
  useEffect(() => {
    const { content, size } = initial();
    const made = new LinePlot(host.current!, content, size, {
      point: (pointed) => point(pointed),
      zoom: (to) => zoomTo(to),
      pin: () => pin(),
    });
    plot.current = made;
    return () => {
      plot.current = null;
      made.destroy();
    };
    // uPlot reads the colors of axes when it is made: another theme needs another plot.
  }, [axis, settings.xLog, settings.yLog, hasRight, isLogRight, scheme]);
  useEffect(() => plot.current?.show({ lines, settings, zoom, yZoom, thresholds, marks, axes }), [
    lines,
    settings,
    zoom,
    yZoom,
    thresholds,
    marks,
    axes,
  ]);
  useEffect(() => plot.current?.resize({ width, height }), [width, height]);
  return <div ref={host} className={classes.host} role="img" tabIndex={0} aria-label={describe(label, lines)} />;
});

function describe(label: string, lines: readonly ChartLine[]): string {
  return `Chart of ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}: ${label}`;
}
