import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, type ReactNode } from 'react';

import type { ObjectPoint } from '../../api/series';
import { formatMomentExact, formatNumber } from '../../model/format';
import classes from './LogView.module.css';
import { readStyles } from './ansi';
import { found } from './found';
import { coloredText, plainText } from './plainText';

const lineHeight = 19;

export interface LinesProps<T extends { point: ObjectPoint }> {
  lines: readonly T[];
  search: string;
  /** The same for no two lines. */
  keyOf: (line: T) => string | number;
  /** What stands before a line. */
  labelOf: (line: T) => ReactNode;
  isFollowing: boolean;
  isWrapped: boolean;
  stopFollowing: () => void;
}

/** Lines of text, of which those in sight are drawn; it can follow the last one. */
export function Lines<T extends { point: ObjectPoint }>(props: LinesProps<T>) {
  const { lines, search, keyOf, labelOf, isFollowing, isWrapped, stopFollowing } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    getItemKey: (index) => keyOf(lines[index]!),
    overscan: 20,
  });
  const end = lines.at(-1);
  const last = end && keyOf(end);
  useLayoutEffect(() => {
    if (isFollowing) virtual.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [virtual, isFollowing, last, lines.length, isWrapped]);
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      tabIndex={0}
      aria-label="Lines"
      onWheel={(event) => {
        if (event.deltaY < 0) stopFollowing();
      }}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index]!;
          const { point } = line;
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={classes.line}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <span
                className={`number ${classes.step}`}
                title={`${formatMomentExact(point.time)}, step ${formatNumber(point.step)}`}
              >
                {labelOf(line)}
              </span>
              <span className={isWrapped ? classes.wrapped : classes.text}>
                <Text text={point.text ?? ''} search={search} />
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** A line in its colors; while lines are searched, with the marks of what was found in place of them. */
function Text({ text, search }: { text: string; search: string }) {
  if (search !== '') return <Marked text={plainText(text)} search={search} />;
  if (!text.includes('\u001b[')) return plainText(text);
  return readStyles(coloredText(text)).map(({ text: part, color, isBold }, at) => (
    <span key={at} className={isBold ? classes.bold : undefined} data-color={color ?? undefined}>
      {part}
    </span>
  ));
}

function Marked({ text, search }: { text: string; search: string }) {
  return found(text, search).map(({ part, isFound }, at) => (isFound ? <mark key={at}>{part}</mark> : part));
}
