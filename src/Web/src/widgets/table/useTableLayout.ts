import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';

import { columnWidth, type Column } from '../../model/column';

export const rowHeight = 34;
const leadWidthMin = 190;
/** Names often differ only at their end. */
const leadWidthUsual = 420;
/** On narrow screens values need room, too. */
const leadShareMax = 0.6;

export interface TableLayoutQuery {
  columns: readonly Column[];
  /** Names and pinned columns only. */
  isCompact: boolean;
  rowCount: number;
  /** Of what is listed: when it changes, the table goes to its top. */
  searchKey: string;
  /** Told which row is the first in view. */
  onScroll: (first: number) => void;
}

/** Where rows and columns stand, and which of them are in view. */
export function useTableLayout({ columns, isCompact, rowCount, searchKey, onScroll }: TableLayoutQuery) {
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: frame, width: measured } = useElementSize();
  // The first measure comes some frames later: until then names would be cut where there is room.
  const [initial, setInitial] = useState(0);
  const first = useCallback((node: HTMLDivElement | null) => {
    if (node !== null) setInitial(node.clientWidth);
  }, []);
  const host = useMergedRef(scroller, frame, first);
  const frameWidth = measured || initial;
  const pinned = useMemo(() => columns.filter((column) => column.pinned), [columns]);
  const loose = useMemo(() => (isCompact ? [] : columns.filter((column) => !column.pinned)), [columns, isCompact]);
  const pinnedWidth = pinned.reduce((sum, column) => sum + columnWidth(column), 0);
  const leadWidth = isCompact
    ? Math.max(leadWidthMin, frameWidth - pinnedWidth - 1)
    : Math.max(leadWidthMin, Math.min(leadWidthUsual, frameWidth === 0 ? leadWidthUsual : frameWidth * leadShareMax));
  const fixedWidth = leadWidth + pinnedWidth;
  const vertical = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    onChange: (instance) => onScroll(instance.range?.startIndex ?? 0),
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
  useLayoutEffect(() => {
    // Newer browsers answer with a promise: React would take it for the effect's end, and call it.
    void scroller.current?.scrollTo?.({ top: 0 });
  }, [searchKey]);
  const items = horizontal.getVirtualItems();
  return {
    host,
    range: vertical.range,
    rows: vertical.getVirtualItems(),
    height: vertical.getTotalSize() + rowHeight,
    width: Math.max(horizontal.getTotalSize(), fixedWidth),
    leadWidth,
    fixedWidth,
    pinned,
    /** The columns in view beside the pinned ones, and the room that those out of view before them take. */
    shown: items.map((item) => loose[item.index]!),
    before: (items[0]?.start ?? fixedWidth) - fixedWidth,
  };
}

export type TableLayout = Omit<ReturnType<typeof useTableLayout>, 'host'>;
