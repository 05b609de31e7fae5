import { Switch } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';

import { queryValues, type Attribute } from '../../api/attributes';
import { ApiError } from '../../api/client';
import type { ChartRun } from '../../charts/ChartCard';
import { FilterInput } from '../../components/FilterInput';
import { liveKey } from '../../components/live';
import { EmptyState, ErrorState, Waiting } from '../../components/States';
import { parseExtendedRegex } from '../../filter';
import { formatCount } from '../../format';
import type { Change } from '../../location';
import type { CompareView, RunsView } from '../../url/runs';
import { compareRows, type CompareRow } from './compare';
import { CompareHead } from './CompareHead';
import classes from './CompareTab.module.css';

export interface CompareTabProps {
  project: string;
  runs: readonly ChartRun[];
  view: CompareView;
  change: Change<RunsView>;
}

/** More values than this in one table help nobody; the filter finds the rest. */
const valuesMax = 100_000;
export const nameWidth = 300;
export const runWidth = 190;
const rowHeight = 30;

/** Attributes as rows, runs as columns. */
export function CompareTab({ project, runs, view, change }: CompareTabProps) {
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const values = useQuery({
    queryKey: [...liveKey(project), 'values', ids, view.filter],
    queryFn: ({ signal }) =>
      queryValues({ project, runs: ids, filter: parseExtendedRegex(view.filter), limit: valuesMax }, signal),
    placeholderData: keepPreviousData,
    enabled: ids.length > 0,
  });
  const rows = useMemo(
    () => (values.data ? compareRows(values.data, ids, view.onlyDifferent) : []),
    [values.data, ids, view.onlyDifferent],
  );
  const set = (part: Partial<CompareView>, how?: 'push' | 'replace') =>
    change((now) => ({ ...now, compare: { ...now.compare, ...part } }), how);
  const refused = values.error instanceof ApiError && values.error.status === 400 ? values.error.message : undefined;
  return (
    <>
      <div className={classes.bar} role="toolbar" aria-label="Side-by-side">
        <FilterInput
          label="Filter attributes (regex)"
          placeholder="Filter attributes"
          width={290}
          value={view.filter}
          onChange={(filter) => set({ filter }, 'replace')}
          error={refused}
        />
        <Switch
          label="Only differences"
          checked={view.onlyDifferent}
          onChange={(event) => set({ onlyDifferent: event.currentTarget.checked })}
        />
        <span className={classes.summary}>{values.data && `${formatCount(rows.length)} attributes`}</span>
      </div>
      {runs.length === 0 ? (
        <EmptyState title="No runs are shown">Press the eyes beside the runs to compare them here.</EmptyState>
      ) : values.isError && values.data === undefined ? (
        <ErrorState what="The attributes could not be loaded" error={values.error} retry={() => void values.refetch()} />
      ) : values.isPending ? (
        <Waiting label="Loading attributes" />
      ) : rows.length === 0 ? (
        <EmptyState title={view.onlyDifferent ? 'These runs do not differ' : 'No attribute matches'} />
      ) : (
        <CompareTable project={project} runs={runs} rows={rows} reference={view.reference} set={set} />
      )}
    </>
  );
}

interface CompareTableProps {
  project: string;
  runs: readonly ChartRun[];
  rows: readonly CompareRow[];
  reference: string | null;
  set: (part: Partial<CompareView>) => void;
}

function CompareTable({ project, runs, rows, reference, set }: CompareTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const across = useVirtualizer({
    horizontal: true,
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => runWidth,
    overscan: 2,
    paddingStart: nameWidth,
  });
  const items = across.getVirtualItems();
  const before = (items[0]?.start ?? nameWidth) - nameWidth;
  const width = across.getTotalSize();
  const base = runs.findIndex((run) => run.id === reference);
  return (
    <div ref={scroller} className={classes.scroller} tabIndex={0} aria-label="Attributes of the runs">
      <div
        role="table"
        aria-rowcount={rows.length + 1}
        aria-colcount={runs.length + 1}
        style={{ height: virtual.getTotalSize() + 40, width, position: 'relative' }}
      >
        <CompareHead
          project={project}
          runs={items.map((item) => runs[item.index]!)}
          before={before}
          width={width}
          reference={reference}
          set={set}
        />
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]!;
          return (
            <div
              key={row.path}
              role="row"
              aria-rowindex={item.index + 2}
              className={classes.row}
              style={{ transform: `translateY(${item.start + 40}px)`, width }}
            >
              <div role="rowheader" className={classes.name} style={{ width: nameWidth }}>
                <bdi className="name" title={row.path}>
                  {row.path}
                </bdi>
              </div>
              <div style={{ width: before, flex: 'none' }} />
              {items.map(({ index }) => (
                <CompareCell
                  key={index}
                  text={row.texts[index]!}
                  attribute={row.values[index]}
                  isChanged={base >= 0 && index !== base && row.texts[index] !== row.texts[base]}
                />
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface CompareCellProps {
  text: string;
  attribute: Attribute | undefined;
  isChanged: boolean;
}

function CompareCell({ text, attribute, isChanged }: CompareCellProps) {
  const isNumber = attribute !== undefined && ['float', 'int', 'floatSeries'].includes(attribute.type);
  return (
    <div
      role="cell"
      className={`${classes.cell} ${isNumber ? 'number' : ''}`}
      data-changed={isChanged}
      style={{ width: runWidth }}
      title={text.slice(0, 2000)}
    >
      <bdi className="name">{text === '' ? '–' : text.slice(0, 300)}</bdi>
    </div>
  );
}
