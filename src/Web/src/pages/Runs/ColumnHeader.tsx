import { ActionIcon, Menu } from '@mantine/core';
import { useState, type DragEvent, type KeyboardEvent, type PointerEvent } from 'react';

import { ArrowDownIcon, ArrowUpIcon, CheckIcon, CloseIcon, DotsIcon, PinIcon } from '../../components/icons';
import { plural } from '../../format';
import type { Change } from '../../location';
import { aggregations, sameSort, type Column, type RunsView, type Sort } from '../../url/runs';
import { columnWidth, columnWidthMin, sameAttribute } from './columns';
import classes from './RunsTable.module.css';

export interface ColumnHeaderProps {
  column: Column;
  columns: readonly Column[];
  view: RunsView;
  change: Change<RunsView>;
}

const dragType = 'application/x-neptunealt-column';

/** The head of one column: sorts by it, and moves, resizes, pins or removes it. */
export function ColumnHeader({ column, columns, view, change }: ColumnHeaderProps) {
  const [isOver, setOver] = useState(false);
  const isSorted = sameAttribute(view.sort, column) && view.sort.aggregation === column.aggregation;
  const set = (next: Column[], how?: 'push' | 'replace') => change((now) => ({ ...now, columns: next }), how);
  const update = (part: Partial<Column>, how?: 'push' | 'replace') =>
    set(columns.map((one) => (sameAttribute(one, column) ? { ...one, ...part } : one)), how);
  const sort = (descending: boolean) => change((now) => ({ ...now, sort: sortBy(column, descending) }));
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const from = columns.findIndex((one) => `${one.type}:${one.path}` === event.dataTransfer.getData(dragType));
    if (from >= 0) set(moved(columns, from, columns.indexOf(column), column.pinned));
  };
  return (
    <div
      className={`${classes.cell} ${classes.head}`}
      style={{ width: columnWidth(column) }}
      role="columnheader"
      aria-sort={!isSorted ? 'none' : view.sort.descending ? 'descending' : 'ascending'}
      data-over={isOver}
      draggable
      onDragStart={(event) => event.dataTransfer.setData(dragType, `${column.type}:${column.path}`)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(dragType)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <button
        type="button"
        className={classes.headButton}
        title={`${column.path} (${column.type})`}
        onClick={() => sort(isSorted ? !view.sort.descending : true)}
      >
        <HeaderName column={column} />
        {isSorted && (view.sort.descending ? <ArrowDownIcon size={12} /> : <ArrowUpIcon size={12} />)}
      </button>
      <ColumnMenu column={column} columns={columns} sort={sort} update={update} set={set} />
      <ResizeHandle column={column} resize={(width) => update({ width }, 'replace')} />
    </div>
  );
}

function HeaderName({ column }: { column: Column }) {
  const at = column.path.lastIndexOf('/');
  return (
    <span className="name">
      <bdi>
        {at > 0 && <span className={classes.folder}>{column.path.slice(0, at + 1)}</span>}
        {column.path.slice(at + 1)}
      </bdi>
      {column.type === 'floatSeries' && column.aggregation !== 'last' && ` · ${column.aggregation}`}
    </span>
  );
}

export function sortBy(column: Column, descending: boolean): Sort {
  return { path: column.path, type: column.type, aggregation: column.aggregation, descending };
}

/** The columns with one taken to another's place; it takes on whether that one is pinned. */
export function moved(columns: readonly Column[], from: number, to: number, pinned: boolean): Column[] {
  const next = [...columns];
  const [taken] = next.splice(from, 1);
  if (taken !== undefined) next.splice(to, 0, { ...taken, pinned });
  return next;
}

interface ColumnMenuProps {
  column: Column;
  columns: readonly Column[];
  sort: (descending: boolean) => void;
  update: (part: Partial<Column>) => void;
  set: (columns: Column[]) => void;
}

function ColumnMenu({ column, columns, sort, update, set }: ColumnMenuProps) {
  const at = columns.indexOf(column);
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <ActionIcon size="xs" className={classes.headMenu!} aria-label={`Column ${column.path}`}>
          <DotsIcon size={13} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<ArrowUpIcon size={14} />} onClick={() => sort(false)}>
          Sort ascending
        </Menu.Item>
        <Menu.Item leftSection={<ArrowDownIcon size={14} />} onClick={() => sort(true)}>
          Sort descending
        </Menu.Item>
        {column.type === 'floatSeries' && (
          <>
            <Menu.Divider />
            <Menu.Label>Show</Menu.Label>
            {aggregations.map((aggregation) => (
              <Menu.Item
                key={aggregation}
                rightSection={aggregation === column.aggregation ? <CheckIcon size={13} /> : null}
                onClick={() => update({ aggregation })}
              >
                {aggregation}
              </Menu.Item>
            ))}
          </>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<PinIcon size={14} />} onClick={() => update({ pinned: !column.pinned })}>
          {column.pinned ? 'Unpin' : 'Pin: keep in sight, also beside charts'}
        </Menu.Item>
        <Menu.Item disabled={at <= 0} onClick={() => set(moved(columns, at, at - 1, column.pinned))}>
          Move left
        </Menu.Item>
        <Menu.Item disabled={at >= columns.length - 1} onClick={() => set(moved(columns, at, at + 1, column.pinned))}>
          Move right
        </Menu.Item>
        <Menu.Item leftSection={<CloseIcon size={14} />} onClick={() => set(columns.filter((one) => one !== column))}>
          Remove column
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const keyStep = 16;

function ResizeHandle({ column, resize }: { column: Column; resize: (width: number) => void }) {
  const width = columnWidth(column);
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault();
    const start = event.clientX;
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const move = (next: globalThis.PointerEvent) =>
      resize(Math.max(columnWidthMin, Math.round(width + next.clientX - start)));
    const end = () => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('pointercancel', end);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') resize(Math.max(columnWidthMin, width - keyStep));
    if (event.key === 'ArrowRight') resize(width + keyStep);
  };
  return (
    <div
      className={classes.resize}
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${column.path}`}
      aria-valuenow={width}
      tabIndex={0}
      draggable={false}
      onPointerDown={drag}
      onKeyDown={key}
    />
  );
}

const byCreation: Sort = { path: 'sys/creation_time', type: 'datetime', aggregation: 'last', descending: true };

export interface LeadHeaderProps {
  view: RunsView;
  change: Change<RunsView>;
  total: number;
  width: number;
}

/** Above the names: how many there are, and sorting by name. */
export function LeadHeader({ view, change, total, width }: LeadHeaderProps) {
  const path = view.mode === 'experiments' ? 'sys/name' : 'sys/custom_run_id';
  const isSorted = view.sort.path === path;
  const next: Sort = { path, type: 'string', aggregation: 'last', descending: isSorted && !view.sort.descending };
  const isDefault = sameSort(view.sort, byCreation);
  return (
    <div
      className={`${classes.cell} ${classes.head}`}
      style={{ width }}
      role="columnheader"
      aria-sort={!isSorted ? 'none' : view.sort.descending ? 'descending' : 'ascending'}
    >
      <button
        type="button"
        className={classes.headButton}
        onClick={() => change((now) => ({ ...now, sort: next }))}
        title="Sort by name"
      >
        {plural(total, view.mode === 'experiments' ? 'experiment' : 'run')}
        {isSorted && (view.sort.descending ? <ArrowDownIcon size={12} /> : <ArrowUpIcon size={12} />)}
      </button>
      {!isDefault && (
        <button
          type="button"
          className={`name ${classes.folder}`}
          style={{ border: 0, background: 'none', font: 'inherit', cursor: 'pointer' }}
          title="Newest first again"
          onClick={() => change((now) => ({ ...now, sort: byCreation }))}
        >
          by {view.sort.path.split('/').at(-1)} ×
        </button>
      )}
    </div>
  );
}
