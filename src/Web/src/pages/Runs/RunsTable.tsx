import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';

import type { Change } from '../../location';
import type { Column, RunsView } from '../../url/runs';
import { columnWidth } from './columns';
import { ColumnHeader, LeadHeader } from './ColumnHeader';
import { Row } from './Row';
import classes from './RunsTable.module.css';
import type { SelectionControl } from './selection';
import { useRunRows } from './useRuns';
import { EmptyState, ErrorState, Waiting } from '../../components/States';

export interface RunsTableProps {
  project: string;
  view: RunsView;
  change: Change<RunsView>;
  columns: readonly Column[];
  selection: SelectionControl;
  /** Beside charts: names and pinned columns only. */
  isCompact: boolean;
}

const rowHeight = 34;
const leadWidthMin = 190;

/** The runs of a project, one row each. Only the rows and columns in sight are drawn and fetched. */
export function RunsTable({ project, view, change, columns, selection, isCompact }: RunsTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [firstVisible, setFirstVisible] = useState(0);
  const rows = useRunRows(project, view, columns, firstVisible);
  const pinned = useMemo(() => columns.filter((column) => column.pinned), [columns]);
  const loose = useMemo(() => (isCompact ? [] : columns.filter((column) => !column.pinned)), [columns, isCompact]);
  const { ref: frame, width: frameWidth } = useElementSize();
  const host = useMergedRef(scroller, frame);
  const pinnedWidth = pinned.reduce((sum, column) => sum + columnWidth(column), 0);
  const leadWidth = isCompact ? Math.max(leadWidthMin, frameWidth - pinnedWidth - 1) : 320;
  const fixedWidth = leadWidth + pinnedWidth;

  const vertical = useVirtualizer({
    count: rows.total,
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
  const searchKey = JSON.stringify([view.query, view.name, view.mode, view.sort, view.archived]);
  useLayoutEffect(() => scroller.current?.scrollTo?.({ top: 0 }), [searchKey]);

  if (rows.error !== null && rows.total === 0) {
    return <ErrorState what="The runs could not be loaded" error={rows.error} retry={rows.retry} />;
  }
  if (rows.isPending) return <Waiting label="Loading runs" />;
  if (rows.total === 0) return <NoRuns view={view} change={change} />;

  const items = horizontal.getVirtualItems();
  const shown = items.map((item) => loose[item.index]!);
  const before = (items[0]?.start ?? fixedWidth) - fixedWidth;
  const width = Math.max(horizontal.getTotalSize(), fixedWidth);
  return (
    <div ref={host} className={classes.scroller} tabIndex={0} aria-label="Runs">
      <div
        className={`${classes.body} ${rows.isStale ? classes.stale : ''}`}
        style={{ width, height: vertical.getTotalSize() + rowHeight }}
        role="table"
        aria-label="Runs"
        aria-rowcount={rows.total + 1}
        aria-colcount={columns.length + 1}
        aria-busy={rows.isStale}
      >
        <div className={classes.header} role="row" style={{ width }}>
          <div className={classes.fixed} style={{ width: fixedWidth }}>
            <LeadHeader view={view} change={change} total={rows.total} width={leadWidth} />
            {pinned.map((column) => (
              <ColumnHeader key={column.path} column={column} columns={columns} view={view} change={change} />
            ))}
          </div>
          <div style={{ width: before, flex: 'none' }} />
          {shown.map((column) => (
            <ColumnHeader key={`${column.path}:${column.type}`} column={column} columns={columns} view={view} change={change} />
          ))}
        </div>
        {vertical.getVirtualItems().map((item) => (
          <Row
            key={rows.row(item.index)?.id ?? item.index}
            project={project}
            index={item.index}
            top={item.start + rowHeight}
            width={width}
            run={rows.row(item.index)}
            mode={view.mode}
            leadWidth={leadWidth}
            pinned={pinned}
            before={before}
            shown={shown}
            selection={selection}
          />
        ))}
      </div>
    </div>
  );
}

function NoRuns({ view, change }: Pick<RunsTableProps, 'view' | 'change'>) {
  if (view.mode === 'experiments' && view.query === '' && view.name === '') {
    return (
      <EmptyState
        title="No experiments here"
        action={
          <button type="button" onClick={() => change((now) => ({ ...now, mode: 'runs' }))}>
            Show all runs
          </button>
        }
      >
        The runs of this project have no experiment name.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No run matches"
      action={
        <button type="button" onClick={() => change((now) => ({ ...now, query: '', name: '', archived: true, mode: 'runs' }))}>
          Show all runs
        </button>
      }
    >
      Loosen the search or the query. Archived runs are left out unless the menu says otherwise.
    </EmptyState>
  );
}
