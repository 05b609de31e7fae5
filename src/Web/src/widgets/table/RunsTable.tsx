import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';

import { searchGroups } from '../../api/runs';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { tableSearch } from '../../data/tableSearch';
import { useColors } from '../../data/useColors';
import { useDrawnCounts } from '../../data/useRunGroups';
import type { Change } from '../../model/change';
import { columnWidth, type Column } from '../../model/column';
import { ApiError } from '../../model/errors';
import { noQuickFilters } from '../../model/quickFilters';
import type { RunGroup } from '../../model/run';
import type { RunsView } from '../../model/runsView';
import { ColumnHeader } from './ColumnHeader';
import { GroupRow, MoreRow } from './GroupRow';
import { LeadHeader } from './LeadHeader';
import { Row } from './Row';
import type { TableRow } from './rows';
import classes from './RunsTable.module.css';
import type { Selection } from './selection';
import { useGroupRows } from './useGroupRows';
import { useRunRows } from './useRunRows';
import type { VisibilityControl } from './visibility';

export interface RunsTableProps {
  project: string;
  view: RunsView;
  change: Change<RunsView>;
  columns: readonly Column[];
  visibility: VisibilityControl;
  selection: Selection;
  /** Beside charts: names and pinned columns only. */
  isCompact: boolean;
}

const rowHeight = 34;
const leadWidthMin = 190;
/** Names often differ only at their end. */
const leadWidthUsual = 420;
const groupDrawMax = 1000;

/** The runs of a project, one row each. Only the rows and columns in view are drawn and fetched. */
export function RunsTable({ project, view, change, columns, visibility, selection, isCompact }: RunsTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [firstVisible, setFirstVisible] = useState(0);
  const isGrouped = view.groups.length > 0;
  const flat = useRunRows(project, view, columns, firstVisible, !isGrouped);
  const grouped = useGroupRows(project, view, columns, isGrouped);
  const rows = isGrouped ? grouped : flat;
  const pinned = useMemo(() => columns.filter((column) => column.pinned), [columns]);
  const loose = useMemo(() => (isCompact ? [] : columns.filter((column) => !column.pinned)), [columns, isCompact]);
  const { ref: frame, width: frameWidth } = useElementSize();
  const host = useMergedRef(scroller, frame);
  const pinnedWidth = pinned.reduce((sum, column) => sum + columnWidth(column), 0);
  const leadWidth = isCompact ? Math.max(leadWidthMin, frameWidth - pinnedWidth - 1) : leadWidthUsual;
  const fixedWidth = leadWidth + pinnedWidth;

  const vertical = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    onChange: (instance) => setFirstVisible(instance.range?.startIndex ?? 0),
  });
  const horizontal = useVirtualizer({
    horizontal: true,
    count: loose.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => columnWidth(loose[index]!),
    overscan: 3,
    paddingStart: fixedWidth,
  });
  const widths = loose.map(columnWidth).join();
  useLayoutEffect(() => horizontal.measure(), [horizontal, widths, fixedWidth]);
  const searchKey = JSON.stringify([
    view.query,
    view.name,
    view.quick,
    view.mode,
    view.sorts,
    view.archived,
    view.trash,
    view.groups,
  ]);
  useLayoutEffect(() => {
    // Newer browsers answer with a promise: React would take it for the effect's end, and call it.
    void scroller.current?.scrollTo?.({ top: 0 });
  }, [searchKey]);
  const page = useSelectPage(rows.row, vertical.range, rows.count, selection);
  const colors = useColors(project);
  const drawnCounts = useDrawnCounts(project, view, visibility.ids);
  const drawGroup = useDrawGroup(project, view, visibility);

  if (rows.error instanceof ApiError && rows.error.status === 400 && rows.total === 0) {
    return (
      <EmptyState title="The search is not understood">
        Correct it above: the message there says what is wrong.
      </EmptyState>
    );
  }
  if (rows.error !== null && rows.total === 0) {
    return <ErrorState what="The runs could not be loaded" error={rows.error} retry={rows.retry} />;
  }
  if (rows.isPending) return <Loading label="Loading runs" />;
  if (rows.total === 0) return <NoRuns view={view} change={change} />;

  const items = horizontal.getVirtualItems();
  const shown = items.map((item) => loose[item.index]!);
  const before = (items[0]?.start ?? fixedWidth) - fixedWidth;
  const width = Math.max(horizontal.getTotalSize(), fixedWidth);
  const drawRow = (row: TableRow | null, index: number, top: number) => {
    const place = { index, top, width };
    if (row?.kind === 'group') {
      return (
        <GroupRow
          key={row.group.id}
          {...place}
          group={row.group}
          level={row.level}
          field={view.groups[row.level] ?? view.groups[0]!}
          isOpen={row.isOpen}
          leadWidth={leadWidth}
          noun={view.mode === 'experiments' ? 'experiment' : 'run'}
          project={project}
          colors={colors}
          drawn={drawnOf(row.group, drawnCounts)}
          toggle={() => change((now) => ({ ...now, opened: toggled(now.opened, row.group.id) }), 'replace')}
          draw={() => drawGroup(row.group)}
        />
      );
    }
    if (row?.kind === 'more') {
      const what = row.left < 0 ? 'groups' : row.group === null ? 'group' : 'run';
      const more = () => grouped.more(row.group);
      return <MoreRow key={`more ${row.group}`} {...place} level={row.level} left={row.left} what={what} more={more} />;
    }
    return (
      <Row
        key={row?.run.id ?? index}
        {...place}
        project={project}
        run={row?.run ?? null}
        level={row?.level ?? 0}
        mode={view.mode}
        leadWidth={leadWidth}
        pinned={pinned}
        before={before}
        shown={shown}
        visibility={visibility}
        colors={colors}
        isSelected={row !== null && selection.ids.has(row.run.id)}
        select={isCompact ? null : page.select}
      />
    );
  };
  return (
    <div ref={host} className={classes.scroller} tabIndex={0} aria-label="Runs">
      <div
        className={`${classes.body} ${rows.isStale ? classes.stale : ''}`}
        style={{ width, height: vertical.getTotalSize() + rowHeight }}
        role={isGrouped ? 'treegrid' : 'table'}
        aria-label="Runs"
        aria-rowcount={rows.count + 1}
        aria-colcount={columns.length + 1}
        aria-busy={rows.isStale}
        data-selecting={selection.ids.size > 0}
      >
        <div className={classes.header} role="row" style={{ width }}>
          <div className={classes.fixed} style={{ width: fixedWidth }}>
            <LeadHeader
              view={view}
              change={change}
              total={rows.total}
              width={leadWidth}
              selected={page.state}
              selectPage={isCompact ? null : page.selectAll}
            />
            {pinned.map((column) => (
              <ColumnHeader key={column.path} column={column} columns={columns} view={view} change={change} />
            ))}
          </div>
          <div style={{ width: before, flex: 'none' }} />
          {shown.map((column) => (
            <ColumnHeader
              key={`${column.path}:${column.type}`}
              column={column}
              columns={columns}
              view={view}
              change={change}
            />
          ))}
        </div>
        {vertical.getVirtualItems().map((item) => drawRow(rows.row(item.index), item.index, item.start + rowHeight))}
      </div>
    </div>
  );
}

function toggled(ids: readonly string[], id: string): string[] {
  return ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id];
}

function drawnOf({ id, count }: RunGroup, counts: ReadonlyMap<string, number>): 'all' | 'some' | 'none' {
  const drawn = counts.get(id) ?? 0;
  return drawn === 0 ? 'none' : drawn >= count ? 'all' : 'some';
}

/** Selects a row; with Shift, all between it and the one selected before; or all on the page. */
function useSelectPage(
  row: (index: number) => TableRow | null,
  range: { startIndex: number; endIndex: number } | null,
  count: number,
  selection: Selection,
) {
  const last = useRef(-1);
  const runsBetween = (from: number, to: number) => {
    const ids: string[] = [];
    for (let index = Math.min(from, to); index <= Math.max(from, to); index++) {
      const one = row(index);
      if (one?.kind === 'run') ids.push(one.run.id);
    }
    return ids;
  };
  const toggle = (index: number, isRange: boolean) => {
    const [id] = runsBetween(index, index);
    if (id === undefined) return;
    const from = isRange && last.current >= 0 ? last.current : index;
    selection.set(runsBetween(from, index), !selection.ids.has(id));
    last.current = index;
  };
  // Rows are drawn again only when what they are told changes: the function that they get never does.
  const latest = useRef(toggle);
  useLayoutEffect(() => {
    latest.current = toggle;
  });
  const select = useCallback((index: number, isRange: boolean) => latest.current(index, isRange), []);
  const onPage = range === null ? [] : runsBetween(range.startIndex, Math.min(count - 1, range.endIndex));
  const selectedCount = onPage.filter((id) => selection.ids.has(id)).length;
  const state =
    selectedCount === 0 ? ('none' as const) : selectedCount === onPage.length ? ('all' as const) : ('some' as const);
  return { select, state, selectAll: () => selection.set(onPage, state !== 'all') };
}

/** Shows all runs of a group in charts, or hides them if all are shown. */
function useDrawGroup(project: string, view: RunsView, visibility: VisibilityControl) {
  return useCallback(
    async (group: RunGroup) => {
      const page = await searchGroups({
        ...tableSearch(project, view, []),
        groupBy: view.groups.slice(0, group.values.length),
        opened: new Map([[group.id, groupDrawMax]]),
        offset: 0,
        limit: 1,
      });
      const ids = page.runs.map((run) => run.id);
      visibility.set(ids, !ids.every((id) => visibility.isVisible(id)));
    },
    [project, view, visibility],
  );
}

function NoRuns({ view, change }: Pick<RunsTableProps, 'view' | 'change'>) {
  const isUnfiltered = view.query === '' && view.name === '' && view.quick === noQuickFilters;
  if (view.trash && isUnfiltered) {
    return <EmptyState title="The trash is empty">Marked runs of the table can be moved here.</EmptyState>;
  }
  if (view.mode === 'experiments' && isUnfiltered) {
    return (
      <EmptyState
        title="No experiments here"
        action={
          <button type="button" className="link" onClick={() => change((now) => ({ ...now, mode: 'runs' }))}>
            Show all runs
          </button>
        }
      >
        The runs of this project have no experiment name.
      </EmptyState>
    );
  }
  const reset = { query: '', name: '', quick: noQuickFilters, archived: true, mode: 'runs' } as const;
  return (
    <EmptyState
      title="No run matches"
      action={
        <button type="button" className="link" onClick={() => change((now) => ({ ...now, ...reset }))}>
          Show all runs
        </button>
      }
    >
      Loosen the search, the filters or the query. Archived runs are left out unless the menu says otherwise.
    </EmptyState>
  );
}
