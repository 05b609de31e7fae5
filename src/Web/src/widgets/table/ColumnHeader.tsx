import { useState, type DragEvent, type KeyboardEvent, type PointerEvent } from 'react';

import { ArrowDownIcon, ArrowUpIcon } from '../../components/icons';
import { isNumeric } from '../../model/attribute';
import type { Change } from '../../model/change';
import { columnLabel, columnWidth, columnWidthMin, moved, sameAttribute, type Column } from '../../model/column';
import { sameField } from '../../model/field';
import type { Sort, TableSpec } from '../../model/table';
import { systemLabel, typeLabel } from '../../model/words';
import { ColumnMenu } from './ColumnMenu';
import type { Comparing } from './comparing';
import classes from './RunsTable.module.css';
import { sortAlso, sortOnly } from './sorts';

export interface ColumnHeaderProps {
  column: Column;
  columns: readonly Column[];
  spec: TableSpec;
  change: Change<TableSpec>;
  comparing: Comparing;
}

const dragType = 'application/x-neptunealt-column';
const columnHint = 'Click: sort. Shift and click: sort by this too. Alt and an arrow: move.';

/** The head of one column: sorts by it, and moves, resizes, pins or removes it. */
export function ColumnHeader({ column, columns, spec, change, comparing }: ColumnHeaderProps) {
  const [isOver, setOver] = useState(false);
  const set = (next: Column[], how?: 'push' | 'replace') => change((now) => ({ ...now, columns: next }), how);
  const update = (part: Partial<Column>, how?: 'push' | 'replace') =>
    set(columns.map((one) => (sameAttribute(one, column) ? { ...one, ...part } : one)), how);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const from = columns.findIndex((one) => keyOf(one) === event.dataTransfer.getData(dragType));
    if (from >= 0) set(moved(columns, from, columns.indexOf(column), column.pinned));
  };
  return (
    <div
      className={`${classes.cell} ${classes.head} ${isNumeric(column.type) ? classes.right : ''}`}
      style={{ width: columnWidth(column) }}
      role="columnheader"
      aria-sort={ariaSort(spec.sorts, column)}
      data-over={isOver}
      data-column={keyOf(column)}
      draggable
      onDragStart={(event) => event.dataTransfer.setData(dragType, keyOf(column))}
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
        title={`${column.path} (${typeLabel(column.type)})\n${columnHint}`}
        aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight"
        onClick={(event) => {
          const isFurther = event.shiftKey;
          change((now) => ({
            ...now,
            sorts: isFurther
              ? sortAlso(now.sorts, column)
              : sortOnly(now.sorts, column, undefined, comparing.directions),
          }));
        }}
        onKeyDown={(event) => {
          const by = !event.altKey ? 0 : event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
          const at = columns.indexOf(column);
          if (by === 0 || at + by < 0 || at + by >= columns.length) return;
          event.preventDefault();
          set(moved(columns, at, at + by, column.pinned), 'replace');
          refocus(keyOf(column));
        }}
      >
        <HeaderName column={column} isAmbiguous={columns.filter(({ path }) => path === column.path).length > 1} />
        <SortMark sorts={spec.sorts} column={column} />
      </button>
      <ColumnMenu
        column={column}
        columns={columns}
        spec={spec}
        change={change}
        update={update}
        comparing={comparing}
      />
      <ResizeHandle column={column} resize={(width) => update({ width }, 'replace')} />
    </div>
  );
}

function keyOf(column: Column): string {
  return `${column.type}:${column.path}`;
}

/** A head that moved in the document has lost the focus. */
function refocus(key: string): void {
  requestAnimationFrame(() => {
    const head = [...document.querySelectorAll<HTMLElement>('[data-column]')].find((one) => one.dataset.column === key);
    head?.querySelector('button')?.focus();
  });
}

export function ariaSort(
  sorts: readonly Sort[],
  field: { path: string; type: Column['type']; aggregation: Column['aggregation'] },
) {
  const sort = sorts.find((one) => sameField(one, field));
  return sort === undefined ? 'none' : sort.descending ? 'descending' : 'ascending';
}

function SortMark({ sorts, column }: { sorts: readonly Sort[]; column: Column }) {
  const at = sorts.findIndex((sort) => sameField(sort, column));
  if (at < 0) return null;
  return (
    <span className={classes.sortMark}>
      {sorts[at]!.descending ? <ArrowDownIcon size={12} /> : <ArrowUpIcon size={12} />}
      {sorts.length > 1 && at + 1}
    </span>
  );
}

/** Of a long path the folders give way first. */
function HeaderName({ column, isAmbiguous }: { column: Column; isAmbiguous: boolean }) {
  const system = systemLabel(column.path);
  const isFormula = column.type === 'formula';
  const at = system === null && !isFormula ? column.path.lastIndexOf('/') : -1;
  const figure = column.type === 'floatSeries' && column.aggregation !== 'last' ? ` · ${column.aggregation}` : '';
  return (
    <span className={classes.headName} style={column.color === '' ? undefined : { color: column.color }}>
      {column.name === '' && at > 0 && (
        <span className={`name ${classes.folder}`}>
          <bdi>{column.path.slice(0, at + 1)}</bdi>
        </span>
      )}
      <bdi className="name">
        {(column.name !== '' || isFormula
          ? columnLabel(column)
          : (system ?? (column.path.slice(at + 1) || column.path))) + figure}
      </bdi>
      {isAmbiguous && <span className={classes.headType}>{typeLabel(column.type)}</span>}
    </span>
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
      aria-label={`Width of ${columnLabel(column)}`}
      aria-valuenow={width}
      tabIndex={0}
      draggable={false}
      onPointerDown={drag}
      onKeyDown={key}
    />
  );
}
