import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';

import { useChartLines } from '../../charts/lines/useChartLines';
import { useExported } from '../../components/exported';
import { Link } from '../../components/Link';
import { Name } from '../../components/Name';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { metricChart, type ChartSpec } from '../../model/chart';
import { plural } from '../../model/format';
import type { ChartRun } from '../../model/chartRun';
import { defaultSettings } from '../../model/chartSettings';
import { colorOf } from '../../model/color';
import type { LineData } from '../../model/lineData';
import { runPath } from '../../url/route';
import classes from '../boards.module.css';
import { readValue, valueLabel, type ValueOptions } from '../options';
import type { BoardWidgetProps } from '../widget';
import { NoRunsShown } from './compared';
import { useValues } from './useValues';
import { against, meets, reduced, valueText, type Shown } from './value';

const runsMax = 100;

/** One number, or one a run: a figure of an attribute, or a formula. */
export function ValueView(props: BoardWidgetProps) {
  const { project, runs, dto, width } = props;
  const options = useMemo(() => readValue(dto), [dto]);
  const { values, why, isPending, error } = useValues(props, options);
  const base = useBaseline(props, options);
  const path = sparkOf(options);
  useExported(() => ({
    head: ['run', valueLabel(options)],
    rows: reduced(values, options).map(({ run, value }) => [run === null ? 'mean' : runs[run]!.label, value]),
  }));
  if (runs.length === 0) return <NoRunsShown />;
  if (options.field === null && options.formula === '') {
    return <EmptyState title="No value yet">Open the settings of this widget to choose one.</EmptyState>;
  }
  if (error !== null) return <ErrorState what="The value could not be loaded" error={error} />;
  if (isPending) return <Loading label="Loading the value" />;
  const shown = reduced(values, options).slice(0, runsMax);
  if (why !== null || shown.length === 0) {
    return <EmptyState title="No value">{why ?? 'None of these runs has it as a number.'}</EmptyState>;
  }
  if (options.reduce !== 'all' || runs.length === 1) {
    const [only] = shown;
    return <One {...props} options={options} shown={only!} base={base} path={path} />;
  }
  return (
    <div className={classes.values} role="list" tabIndex={0}>
      {shown.map((one) => (
        <ValueRow key={one.run} project={project} run={runs[one.run!]!} options={options} shown={one} base={base}>
          {path !== null && (
            <Spark {...props} run={runs[one.run!]!} path={path} width={Math.min(120, width / 3)} height={20} />
          )}
        </ValueRow>
      ))}
    </div>
  );
}

/** The value of the run that others are compared with, whether it is shown or not. */
function useBaseline(props: BoardWidgetProps, options: ValueOptions): number | null {
  const { baseline } = props;
  const runs = useMemo(() => (baseline === null ? [] : [{ id: baseline, label: baseline }]), [baseline]);
  return useValues({ ...props, runs }, options).values[0] ?? null;
}

/** The metric whose course is drawn. */
function sparkOf({ spark, formula, field }: ValueOptions): string | null {
  return spark && formula === '' && field?.type === 'floatSeries' ? field.path : null;
}

interface OneProps extends BoardWidgetProps {
  options: ValueOptions;
  shown: Shown;
  base: number | null;
  path: string | null;
}

function One({ options, shown, base, path, ...props }: OneProps) {
  const { project, runs, baseline, width, height } = props;
  const run = shown.run === null ? null : runs[shown.run]!;
  const text = valueText(shown.value, options);
  const room = Math.min(height * 0.34, (width / Math.max(4, text.length)) * 1.5, 72);
  return (
    <div className={classes.value}>
      <div
        className={`number ${classes.big}`}
        style={{ fontSize: room }}
        data-good={meets(shown.value, options) ?? undefined}
      >
        {text}
      </div>
      {run?.id !== baseline && <Against value={shown.value} base={base} options={options} />}
      {run === null ? (
        <span className={classes.of}>mean of {plural(shown.count ?? runs.length, 'run')}</span>
      ) : (
        <Link className={`name ${classes.of}`} to={runPath(project, run.id)}>
          <Name>{run.label}</Name>
        </Link>
      )}
      {path !== null && run !== null && (
        <Spark {...props} run={run} path={path} width={width - 32} height={Math.max(24, height * 0.22)} />
      )}
    </div>
  );
}

interface ValueRowProps {
  project: string;
  run: ChartRun;
  options: ValueOptions;
  shown: Shown;
  base: number | null;
  children: React.ReactNode;
}

function Against({ value, base, options }: { value: number | null; base: number | null; options: ValueOptions }) {
  const found = against(value, base, options);
  if (found === null) return null;
  return (
    <span className={`number ${classes.of}`} data-good={found.isGood ?? undefined} title="Against the baseline">
      {found.text}
    </span>
  );
}

function ValueRow({ project, run, options, shown, base, children }: ValueRowProps) {
  const scheme = useComputedColorScheme('light');
  return (
    <div className={classes.valueRow} role="listitem">
      <span className={classes.dot} style={{ background: colorOf(run, scheme) }} />
      <Link to={runPath(project, run.id)} className="name">
        <Name>{run.label}</Name>
      </Link>
      {children}
      <Against value={shown.value} base={base} options={options} />
      <span className={`number ${classes.rowValue}`} data-good={meets(shown.value, options) ?? undefined}>
        {valueText(shown.value, options)}
      </span>
    </div>
  );
}

interface SparkProps extends BoardWidgetProps {
  run: ChartRun;
  path: string;
}

/** The course of the metric, as a line without axes. */
function Spark({ project, experiments, run, path, width, height }: SparkProps) {
  const scheme = useComputedColorScheme('light');
  const chart = useMemo<ChartSpec>(() => metricChart(path), [path]);
  const runs = useMemo(() => [run], [run]);
  const { data } = useChartLines({ project, chart, runs, experiments, settings: defaultSettings, zoom: null, width });
  const d = useMemo(() => sparkPath(data?.lines[0], width, height), [data, width, height]);
  return (
    <svg className={classes.spark} width={width} height={height} role="img" aria-label={`Course of ${path}`}>
      <path d={d} fill="none" stroke={colorOf(run, scheme)} strokeWidth={1.5} />
    </svg>
  );
}

function sparkPath(line: LineData | undefined, width: number, height: number): string {
  const points: [number, number][] = [];
  const count = line?.x.length ?? 0;
  for (let at = 0; at < count; at++) {
    const [x, y] = [line!.x[at]!, line!.mean[at]!];
    if (Number.isFinite(x) && Number.isFinite(y)) points.push([x, y]);
  }
  if (points.length === 0) return '';
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, low] = [Math.min(...xs), Math.min(...ys)];
  const [across, up] = [Math.max(...xs) - left || 1, Math.max(...ys) - low || 1];
  return points
    .map(([x, y], at) => {
      const px = 1 + ((x - left) / across) * (width - 2);
      const py = height - 2 - ((y - low) / up) * (height - 4);
      return `${at === 0 ? 'M' : 'L'}${px.toFixed(1)} ${py.toFixed(1)}`;
    })
    .join('');
}
