import { useElementSize } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useMemo, useRef, type ReactNode } from 'react';

import { queryDefinitions } from '../../api/attributes';
import { useStoredSet } from '../../browser/useStored';
import { DownIcon, RightIcon } from '../../components/icons';
import { Path } from '../../components/Name';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { useLast } from '../../data/useLast';
import type { Change } from '../../model/change';
import type { ChartRun } from '../../model/chartRun';
import type { ChartsView } from '../../model/chartsView';
import type { Directions } from '../../model/direction';
import { ApiError } from '../../model/errors';
import { formatCount, plural } from '../../model/format';
import { parseExtendedRegex } from '../../model/nameFilter';
import { ChartBar } from './ChartBar';
import classes from './ChartGrid.module.css';
import { FullScreen } from './FullScreen';
import { SectionsMenu } from './SectionsMenu';
import {
  customSection,
  gridRows,
  sectionName,
  sectionsOf,
  starredSection,
  type GridRow,
  type Section,
  type SectionHead,
} from './sections';
import { useChartAdd, useChartChange, ViewChart } from './ViewChart';

export interface ChartGridProps {
  project: string;
  runs: readonly ChartRun[];
  /** Continuous lines of experiments rather than of single runs. */
  experiments: boolean;
  /** The run that lines can be drawn against; null for none. */
  baseline?: string | null | undefined;
  /** Which way metrics are better, as far as a person said it. */
  directions?: Directions | undefined;
  /** What the colors of lines mean, where they are by an attribute. */
  colorKey?: ReactNode;
  view: ChartsView;
  change: Change<ChartsView>;
}

const metricsMax = 100_000;
const chartHeight = 264;
const sectionHeight = 36;
const gap = 12;
const chartWidthMin = 330;

/** A chart for every metric of the runs, by namespace. Only what is in view is drawn and fetched. */
export function ChartGrid(props: ChartGridProps) {
  const { project, runs, experiments, baseline = null, directions, colorKey, view, change } = props;
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
  // A filter that the server refuses leaves the charts of the one before.
  const found = useLast(metrics.data);
  const named = useMemo(() => sectionsOf(found?.entries ?? []), [found]);
  const [starred, setStarred] = useStoredSet(`starred ${project}`);
  const [folded, setFolded] = useStoredSet(`folded ${project}`);
  const { custom } = view;
  const sections = useMemo(() => {
    const own = custom.map(({ id }) => id);
    const here = new Set([...own, ...named.flatMap((section) => section.ids)]);
    const stars = [...starred].filter((id) => here.has(id));
    return [
      ...(stars.length === 0 ? [] : [{ name: starredSection, ids: stars }]),
      ...(own.length === 0 ? [] : [{ name: customSection, ids: own }]),
      ...named,
    ];
  }, [named, custom, starred]);
  const count = found?.entries.length ?? 0;
  const refused = metrics.error instanceof ApiError && metrics.error.status === 400 ? metrics.error.message : undefined;
  const summary = found
    ? `${plural(count, 'metric')}${found.more ? ' and more' : ''} · ${plural(runs.length, 'run')}`
    : '';
  const goTo = useRef<(name: string) => void>(() => undefined);
  return (
    <>
      <ChartBar
        project={project}
        runs={runs}
        view={view}
        change={change}
        summary={summary}
        baseline={baseline}
        colorKey={colorKey}
        filterError={refused}
        sections={
          sections.length > 1 && (
            <SectionsMenu
              sections={sections}
              folded={folded}
              setFolded={setFolded}
              goTo={(name) => goTo.current(name)}
            />
          )
        }
      />
      {runs.length === 0 ? (
        <EmptyState title="No runs are shown">Click the eye next to a run to show it here.</EmptyState>
      ) : metrics.isError && refused === undefined && found === undefined ? (
        <ErrorState what="The metrics could not be listed" error={metrics.error} retry={() => void metrics.refetch()} />
      ) : found === undefined ? (
        refused === undefined && <Loading label="Loading metrics" />
      ) : count === 0 && custom.length === 0 ? (
        <EmptyState title={view.filter === '' ? 'These runs have no metrics' : 'No matching metrics'}>
          {view.filter === '' ? 'Metrics appear here as soon as they are logged.' : 'Broaden the filter above.'}
        </EmptyState>
      ) : (
        <Grid
          project={project}
          runs={runs}
          experiments={experiments}
          baseline={baseline}
          directions={directions}
          view={view}
          change={change}
          sections={sections}
          folded={folded}
          fold={(name) => setFolded((now) => toggled(now, name))}
          starred={starred}
          star={(id) => setStarred((now) => toggled(now, id))}
          goTo={goTo}
        />
      )}
      <FullScreen
        project={project}
        runs={runs}
        experiments={experiments}
        baseline={baseline}
        directions={directions}
        view={view}
        change={change}
      />
    </>
  );
}

function toggled(now: Set<string>, one: string): Set<string> {
  if (!now.delete(one)) now.add(one);
  return now;
}

interface GridProps extends ChartGridProps {
  sections: readonly Section[];
  folded: ReadonlySet<string>;
  fold: (name: string) => void;
  starred: ReadonlySet<string>;
  star: (id: string) => void;
  /** Is given what scrolls to a section. */
  goTo: React.RefObject<(name: string) => void>;
}

function Grid(props: GridProps) {
  const { project, runs, experiments, baseline, directions, view, change, sections, folded, fold } = props;
  const { starred, star, goTo } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { ref, width } = useElementSize();
  const onChange = useChartChange(change);
  const onAdd = useChartAdd(change);
  const columns = view.columns > 0 ? view.columns : Math.max(1, Math.floor((width + gap) / (chartWidthMin + gap)));
  const rows = useMemo(() => gridRows(sections, columns, folded), [sections, columns, folded]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]!.kind === 'sections' ? sectionHeight : chartHeight + gap),
    getItemKey: (index) => rowKey(rows[index]!),
    overscan: 1,
  });
  useLayoutEffect(() => virtual.measure(), [virtual, rows]);
  useLayoutEffect(() => {
    goTo.current = (name) => {
      const at = rows.findIndex(
        (row) => row.kind === 'sections' && row.heads.some(({ section }) => section.name === name),
      );
      if (at >= 0) virtual.scrollToIndex(at, { align: 'start' });
    };
  });
  // What another filter finds begins at its first chart.
  useLayoutEffect(() => void scroller.current?.scrollTo({ top: 0 }), [view.filter]);
  const cardWidth = Math.floor((width - (columns - 1) * gap) / columns);
  /** The charts of a row that is not full share what is left, each up to twice as wide. */
  const widthIn = (count: number) => Math.min(2 * cardWidth + gap, Math.floor((width - (count - 1) * gap) / count));
  return (
    <div ref={scroller} className={classes.scroller}>
      <div ref={ref} className={classes.rows} style={{ height: virtual.getTotalSize() }}>
        {width > 0 &&
          virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]!;
            const isShared = row.kind === 'sections' && row.heads.length > 1;
            const next = rows[item.index + 1];
            const inNext = isShared && next?.kind === 'charts' ? next.charts.length : 1;
            return (
              <div key={item.key} className={classes.row} style={{ transform: `translateY(${item.start}px)` }}>
                {row.kind === 'sections'
                  ? row.heads.map((head) => (
                      <Head
                        key={head.section.name}
                        head={head}
                        {...(isShared ? { width: head.span * widthIn(inNext) + (head.span - 1) * gap } : {})}
                        fold={() => fold(head.section.name)}
                      />
                    ))
                  : row.charts.map(({ section, id }) => (
                      <ViewChart
                        key={id}
                        project={project}
                        runs={runs}
                        experiments={experiments}
                        baseline={baseline}
                        directions={directions}
                        view={view}
                        onChange={onChange}
                        id={id}
                        {...nameIn(section, id)}
                        width={widthIn(row.charts.length)}
                        height={chartHeight}
                        isStarred={starred.has(id)}
                        onStar={star}
                        onAdd={onAdd}
                      />
                    ))}
              </div>
            );
          })}
      </div>
    </div>
  );
}

/** What a chart is called below the head of its section. Custom and starred charts have their whole titles. */
function nameIn({ name }: Section, id: string): { name?: string } {
  return name === customSection || name === starredSection ? {} : { name: id.slice(name === '' ? 0 : name.length + 1) };
}

function rowKey(row: GridRow): string {
  if (row.kind === 'sections') return `section ${row.heads[0]!.section.name}`;
  const { section, id } = row.charts[0]!;
  return `charts ${section.name} ${id}`;
}

interface HeadProps {
  head: SectionHead;
  width?: number;
  fold: () => void;
}

function Head({ head: { section, isFolded }, width, fold }: HeadProps) {
  return (
    <button type="button" className={classes.section} style={{ width }} aria-expanded={!isFolded} onClick={fold}>
      {isFolded ? <RightIcon size={14} /> : <DownIcon size={14} />}
      <Path>{sectionName(section)}</Path>
      <span className={classes.count}>{formatCount(section.ids.length)}</span>
    </button>
  );
}
