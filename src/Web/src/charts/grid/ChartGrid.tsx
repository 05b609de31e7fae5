import { useElementSize } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';

import { queryDefinitions } from '../../api/attributes';
import { DownIcon, RightIcon } from '../../components/icons';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import type { Change } from '../../model/change';
import type { ChartRun } from '../../model/chartRun';
import type { ChartsView } from '../../model/chartsView';
import { ApiError } from '../../model/errors';
import { formatCount, plural } from '../../model/format';
import { parseExtendedRegex } from '../../model/nameFilter';
import { ChartBar } from './ChartBar';
import classes from './ChartGrid.module.css';
import { FullScreen } from './FullScreen';
import { customSection, gridRows, sectionsOf, type GridRow, type Section } from './sections';
import { useChartChange, ViewChart } from './ViewChart';

export interface ChartGridProps {
  project: string;
  runs: readonly ChartRun[];
  /** Continuous lines of experiments rather than of single runs. */
  experiments: boolean;
  view: ChartsView;
  change: Change<ChartsView>;
}

const metricsMax = 100_000;
const chartHeight = 264;
const sectionHeight = 36;
const gap = 12;
const chartWidthMin = 330;

/** A chart for every metric of the runs, by namespace. Only what is in view is drawn and fetched. */
export function ChartGrid({ project, runs, experiments, view, change }: ChartGridProps) {
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const metrics = useQuery({
    queryKey: ['metrics', project, ids, view.filter],
    queryFn: ({ signal }) =>
      queryDefinitions(
        { project, runs: ids, types: ['floatSeries'], filter: parseExtendedRegex(view.filter), limit: metricsMax },
        signal,
      ),
    placeholderData: keepPreviousData,
    enabled: ids.length > 0,
    // New metrics appear in running runs, but seldom.
    refetchInterval: 20_000,
  });
  const named = useMemo(() => sectionsOf(metrics.data?.entries ?? []), [metrics.data]);
  const { custom } = view;
  const sections = useMemo(
    () => (custom.length === 0 ? named : [{ name: customSection, ids: custom.map(({ id }) => id) }, ...named]),
    [named, custom],
  );
  const count = metrics.data?.entries.length ?? 0;
  const refused = metrics.error instanceof ApiError && metrics.error.status === 400 ? metrics.error.message : undefined;
  const summary = metrics.data
    ? `${plural(count, 'metric')}${metrics.data.more ? ' and more' : ''} · ${plural(runs.length, 'run')}`
    : '';
  return (
    <>
      <ChartBar project={project} runs={runs} view={view} change={change} summary={summary} filterError={refused} />
      {runs.length === 0 ? (
        <EmptyState title="No runs are shown">Click the eye next to a run to show it here.</EmptyState>
      ) : metrics.isError && refused === undefined && metrics.data === undefined ? (
        <ErrorState what="The metrics could not be listed" error={metrics.error} retry={() => void metrics.refetch()} />
      ) : metrics.isPending ? (
        <Loading label="Loading metrics" />
      ) : count === 0 && custom.length === 0 ? (
        <EmptyState title={view.filter === '' ? 'These runs have no metrics' : 'No matching metrics'}>
          {view.filter === '' ? 'Metrics appear here as soon as they are logged.' : 'Broaden the filter above.'}
        </EmptyState>
      ) : (
        <Grid project={project} runs={runs} experiments={experiments} view={view} change={change} sections={sections} />
      )}
      <FullScreen project={project} runs={runs} experiments={experiments} view={view} change={change} />
    </>
  );
}

interface GridProps extends ChartGridProps {
  sections: ReturnType<typeof sectionsOf>;
}

function Grid({ project, runs, experiments, view, change, sections }: GridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { ref, width } = useElementSize();
  const onChange = useChartChange(change);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const columns = view.columns > 0 ? view.columns : Math.max(1, Math.floor((width + gap) / (chartWidthMin + gap)));
  const rows = useMemo(() => gridRows(sections, columns, folded), [sections, columns, folded]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]!.kind === 'section' ? sectionHeight : chartHeight + gap),
    getItemKey: (index) => rowKey(rows[index]!),
    overscan: 1,
  });
  useLayoutEffect(() => virtual.measure(), [virtual, rows]);
  const cardWidth = Math.floor((width - (columns - 1) * gap) / columns);
  const fold = (name: string) =>
    setFolded((now) => {
      const next = new Set(now);
      if (!next.delete(name)) next.add(name);
      return next;
    });
  return (
    <div ref={scroller} className={classes.scroller}>
      <div ref={ref} className={classes.rows} style={{ height: virtual.getTotalSize() }}>
        {width > 0 &&
          virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]!;
            return (
              <div key={item.key} className={classes.row} style={{ transform: `translateY(${item.start}px)` }}>
                {row.kind === 'section' ? (
                  <SectionHead row={row} fold={() => fold(row.section.name)} />
                ) : (
                  row.ids.map((id) => (
                    <ViewChart
                      key={id}
                      project={project}
                      runs={runs}
                      experiments={experiments}
                      view={view}
                      onChange={onChange}
                      id={id}
                      {...nameIn(row.section, id)}
                      width={cardWidth}
                      height={chartHeight}
                    />
                  ))
                )}
              </div>
            );
          })}
      </div>
    </div>
  );
}

/** What a chart is called below the head of its section. Custom charts have their whole titles. */
function nameIn({ name }: Section, id: string): { name?: string } {
  return name === customSection ? {} : { name: id.slice(name === '' ? 0 : name.length + 1) };
}

function rowKey(row: GridRow): string {
  return row.kind === 'section' ? `section ${row.section.name}` : `charts ${row.ids[0]}`;
}

function SectionHead({ row, fold }: { row: Extract<GridRow, { kind: 'section' }>; fold: () => void }) {
  const { section, isFolded } = row;
  return (
    <button type="button" className={classes.section} aria-expanded={!isFolded} onClick={fold}>
      {isFolded ? <RightIcon size={14} /> : <DownIcon size={14} />}
      <bdi className="name" title={section.name}>
        {section.name === ''
          ? 'Metrics without a namespace'
          : section.name === customSection
            ? 'Custom charts'
            : section.name}
      </bdi>
      <span className={classes.count}>{formatCount(section.ids.length)}</span>
    </button>
  );
}
