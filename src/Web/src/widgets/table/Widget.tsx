import { useCallback, useMemo, useState } from 'react';

import { ErrorState, Loading } from '../../components/States';
import { useColors } from '../../data/useColors';
import { useDrawnCounts } from '../../data/useRunGroups';
import { isNumeric } from '../../model/attribute';
import { cellText } from '../../model/attributeText';
import type { Change } from '../../model/change';
import { columnKey, type Column } from '../../model/column';
import { ApiError } from '../../model/errors';
import { tailOf } from '../../model/format';
import { all, attributeRef, quoteValue } from '../../model/query';
import type { RunGroup } from '../../model/run';
import type { TableSpec } from '../../model/table';
import { ColumnHeader } from './ColumnHeader';
import type { Comparing } from './comparing';
import { GroupRow, MoreRow } from './GroupRow';
import { LeadHeader } from './LeadHeader';
import { NoRuns } from './NoRuns';
import { Row } from './Row';
import { Refused } from './Refused';
import type { TableRow } from './rows';
import classes from './RunsTable.module.css';
import type { Selection } from './selection';
import { useDrawGroup } from './useDrawGroup';
import { useGroupRows } from './useGroupRows';
import { useRunRows } from './useRunRows';
import { useSelectPage } from './useSelectPage';
import { rowHeight, useTableLayout, type TableLayout } from './useTableLayout';
import type { VisibilityControl } from './visibility';

export interface RunsTableProps {
  project: string;
  spec: TableSpec;
  change: Change<TableSpec>;
  /** Those of the spec, or what was chosen in place of none. */
  columns: readonly Column[];
  visibility: VisibilityControl;
  selection: Selection;
  comparing: Comparing;
  /** Beside charts: names and pinned columns only. */
  isCompact: boolean;
}

/** The runs of a project, one row each. Only the rows and columns in view are drawn and fetched. */
export function RunsTable(props: RunsTableProps) {
  const { project, spec, change, columns, selection, isCompact } = props;
  const { baseline } = props.comparing;
  const [first, setFirst] = useState(0);
  const isGrouped = spec.groups.length > 0;
  const flat = useRunRows(project, spec, columns, first, baseline, !isGrouped);
  const grouped = useGroupRows(project, spec, columns, baseline, isGrouped);
  const rows = isGrouped ? grouped : flat;
  const { query, name, quick, mode, sorts, archived, trash, groups } = spec;
  const { host, ...layout } = useTableLayout({
    columns,
    isCompact,
    rowCount: rows.count,
    searchKey: JSON.stringify([query, name, quick, mode, sorts, archived, trash, groups]),
    onScroll: setFirst,
  });
  const page = useSelectPage(rows.row, layout.range, rows.count, selection);
  const inView = layout.rows.map((item) => rows.row(item.index));
  const renderRow = useRenderRow(props, layout, inView, page.select, grouped.more);

  if (rows.error instanceof ApiError && rows.error.status === 400 && rows.total === 0) {
    return <Refused error={rows.error} columns={columns} change={change} />;
  }
  if (rows.error !== null && rows.total === 0) {
    return <ErrorState what="The runs could not be loaded" error={rows.error} retry={rows.retry} />;
  }
  if (rows.isPending) return <Loading label="Loading runs" />;
  if (rows.total === 0) return <NoRuns spec={spec} change={change} />;
  return (
    <div ref={host} className={classes.scroller} tabIndex={0} aria-label="Runs">
      <div
        className={`${classes.body} ${rows.isStale ? classes.stale : ''}`}
        style={{ width: layout.width, height: layout.height }}
        role={isGrouped ? 'treegrid' : 'table'}
        aria-label="Runs"
        aria-rowcount={rows.count + 1}
        aria-colcount={columns.length + 1}
        aria-busy={rows.isStale}
        data-selecting={selection.ids.size > 0}
      >
        <Header {...props} layout={layout} total={rows.total} page={page} />
        {layout.rows.map((item) => renderRow(rows.row(item.index), item.index, item.start + rowHeight))}
      </div>
    </div>
  );
}

interface HeaderProps extends RunsTableProps {
  layout: TableLayout;
  total: number;
  page: ReturnType<typeof useSelectPage>;
}

function Header({ spec, change, columns, comparing, isCompact, layout, total, page }: HeaderProps) {
  const head = (column: Column) => (
    <ColumnHeader
      key={`${column.path}:${column.type}`}
      column={column}
      columns={columns}
      spec={spec}
      change={change}
      comparing={comparing}
    />
  );
  return (
    <div className={classes.header} role="row" style={{ width: layout.width }}>
      <div className={classes.fixed} style={{ width: layout.fixedWidth }}>
        <LeadHeader
          spec={spec}
          change={change}
          total={total}
          width={layout.leadWidth}
          selected={page.state}
          selectPage={isCompact ? null : page.selectAll}
        />
        {layout.pinned.map(head)}
      </div>
      <div style={{ width: layout.before, flex: 'none' }} />
      {layout.shown.map(head)}
    </div>
  );
}

/** Draws a row of whatever kind at its place. */
function useRenderRow(
  { project, spec, change, columns, visibility, selection, comparing, isCompact }: RunsTableProps,
  layout: TableLayout,
  rowsInView: readonly (TableRow | null)[],
  select: (index: number, isRange: boolean) => void,
  more: (group: string | null) => void,
) {
  const colors = useColors(project);
  const drawnCounts = useDrawnCounts(project, spec, visibility.ids);
  const drawGroup = useDrawGroup(project, spec, visibility);
  const { width, leadWidth, pinned, before, shown } = layout;
  const tails = useTails(rowsInView, columns);
  const onTag = useCallback(
    (path: string, tag: string) => change((now) => withTag(now, path, tag)),
    [change],
  );
  return (row: TableRow | null, index: number, top: number) => {
    const place = { index, top, width };
    if (row?.kind === 'group') {
      return (
        <GroupRow
          key={row.group.id}
          {...place}
          project={project}
          colors={colors}
          group={row.group}
          level={row.level}
          field={spec.groups[row.level] ?? spec.groups[0]!}
          isOpen={row.isOpen}
          leadWidth={leadWidth}
          noun={spec.mode === 'experiments' ? 'experiment' : 'run'}
          drawn={drawnOf(row.group, drawnCounts)}
          toggle={() => change((now) => ({ ...now, opened: toggled(now.opened, row.group.id) }), 'replace')}
          draw={() => drawGroup(row.group)}
        />
      );
    }
    if (row?.kind === 'more') {
      const what = row.left < 0 ? 'groups' : row.group === null ? 'group' : 'run';
      const showMore = () => more(row.group);
      return (
        <MoreRow key={`more ${row.group}`} {...place} level={row.level} left={row.left} what={what} more={showMore} />
      );
    }
    return (
      <Row
        key={row?.run.id ?? index}
        {...place}
        project={project}
        run={row?.run ?? null}
        level={row?.level ?? 0}
        mode={spec.mode}
        leadWidth={leadWidth}
        pinned={pinned}
        before={before}
        shown={shown}
        visibility={visibility}
        colors={colors}
        isSelected={row !== null && selection.ids.has(row.run.id)}
        tails={tails}
        comparing={comparing}
        onTag={onTag}
        select={isCompact ? null : select}
      />
    );
  };
}

/** Rows render again only when their props change: the same tails are the same map. */
function useTails(rows: readonly (TableRow | null)[], columns: readonly Column[]): ReadonlyMap<string, string> {
  const found = columns
    .filter(({ type }) => isNumeric(type))
    .map((column) => [columnKey(column), longestTail(rows, column)] as const);
  const text = JSON.stringify(found);
  return useMemo(() => new Map(JSON.parse(text) as [string, string][]), [text]);
}

function longestTail(rows: readonly (TableRow | null)[], column: Column): string {
  let longest = '';
  for (const row of rows) {
    const attribute = row?.kind === 'run' ? row.run.attributes.get(column.path) : undefined;
    if (attribute?.type !== column.type) continue;
    const tail = tailOf(cellText(attribute, column));
    if (/^[.e]/.test(tail) && tail.length > longest.length) longest = tail;
  }
  return longest;
}

/** The runs that have the tag, too: by the filter of tags, or by a condition where it is of another attribute. */
function withTag(spec: TableSpec, path: string, tag: string): TableSpec {
  if (path !== 'sys/tags') {
    return { ...spec, query: all(spec.query, `${attributeRef(path, 'stringSet')} CONTAINS ${quoteValue(tag)}`) };
  }
  const { quick } = spec;
  return quick.tags.includes(tag) ? spec : { ...spec, quick: { ...quick, tags: [...quick.tags, tag] } };
}

function toggled(ids: readonly string[], id: string): string[] {
  return ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id];
}

function drawnOf({ id, count }: RunGroup, counts: ReadonlyMap<string, number>): 'all' | 'some' | 'none' {
  const drawn = counts.get(id) ?? 0;
  return drawn === 0 ? 'none' : drawn >= count ? 'all' : 'some';
}
