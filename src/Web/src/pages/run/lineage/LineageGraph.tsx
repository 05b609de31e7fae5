import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';

import type { Colors } from '../../../data/useColors';
import type { LineageBy } from '../../../model/runView';
import { extentOf, rowHeight, type Lane } from './lineage';
import { LineageAxis } from './LineageAxis';
import classes from './LineageGraph.module.css';
import { LineageLane } from './LineageLane';
import { LineageRow } from './LineageRow';

export interface LineageGraphProps {
  project: string;
  lanes: readonly Lane[];
  current: string;
  by: LineageBy;
  colors: Colors;
  /** How many times as wide as its place the time line is. */
  zoom: number;
  toggle: (run: string) => void;
}

const labelsWidth = 360;
const plotWidthMin = 260;
/** Room for the first and the last node. */
const inset = 18;

/**
 * The fork tree as lanes over steps or time. Names on the left are a tree for the keyboard and for readers of the
 * screen; the lines beside them say the same to the eye.
 */
export function LineageGraph({ project, lanes, current, by, colors, zoom, toggle }: LineageGraphProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: frame, width: frameWidth } = useElementSize();
  const host = useMergedRef(scroller, frame);
  const [focused, setFocused] = useState(current);
  const plotWidth = Math.round(Math.max(plotWidthMin, frameWidth - labelsWidth - 1) * zoom);
  const extent = useMemo(() => extentOf(lanes), [lanes]);
  const x = (value: number) => inset + ((value - extent[0]) / (extent[1] - extent[0])) * (plotWidth - 2 * inset);
  const width = labelsWidth + plotWidth;
  const height = lanes.length * rowHeight;
  const at = lanes.some(({ run }) => run.id === focused) ? focused : (lanes[0]?.run.id ?? '');

  const focus = (lane: Lane | undefined) => {
    if (lane === undefined) return;
    setFocused(lane.run.id);
    itemOf(scroller.current, lane.run.id)?.focus();
  };
  const move = (event: KeyboardEvent, lane: Lane) => {
    const isClosed = lane.hidden > 0;
    const isOpen = lane.forks > 0 && !isClosed;
    const parent = lane.parent === null ? undefined : lanes[lane.parent];
    const act = {
      ArrowDown: () => focus(lanes[lane.row + 1]),
      ArrowUp: () => focus(lanes[lane.row - 1]),
      Home: () => focus(lanes[0]),
      End: () => focus(lanes.at(-1)),
      ArrowRight: () => (isClosed ? toggle(lane.run.id) : isOpen && focus(lanes[lane.row + 1])),
      ArrowLeft: () => (isOpen ? toggle(lane.run.id) : focus(parent)),
    }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  useEffect(() => {
    itemOf(scroller.current, current)?.scrollIntoView({ block: 'center' });
  }, [current]);

  return (
    <div ref={host} className={classes.scroller}>
      <div style={{ width, minHeight: '100%' }}>
        <div className={classes.axis} style={{ width }}>
          <div className={classes.corner} style={{ width: labelsWidth }}>
            {by === 'step' ? 'Steps' : 'Time'}
          </div>
          <LineageAxis extent={extent} by={by} x={x} width={plotWidth} />
        </div>
        <div className={classes.body} style={{ height }}>
          <div className={classes.labels} style={{ width: labelsWidth, height }} role="tree" aria-label="Lineage">
            {lanes.map((lane) => (
              <LineageRow
                key={lane.run.id}
                project={project}
                lane={lane}
                by={by}
                color={colors.of(lane.run.id)}
                isCurrent={lane.run.id === current}
                isFocusable={lane.run.id === at}
                toggle={() => toggle(lane.run.id)}
                onFocus={() => setFocused(lane.run.id)}
                onKeyDown={(event) => move(event, lane)}
              />
            ))}
          </div>
          <svg width={plotWidth} height={height} className={classes.plot} aria-hidden="true">
            {lanes.map((lane) => (
              <LineageLane
                key={lane.run.id}
                project={project}
                lane={lane}
                parent={lane.parent === null ? null : lanes[lane.parent]!}
                color={colors.of(lane.run.id)}
                isCurrent={lane.run.id === current}
                x={x}
                width={plotWidth}
              />
            ))}
          </svg>
        </div>
      </div>
    </div>
  );
}

function itemOf(host: HTMLElement | null, run: string): HTMLElement | null {
  return host?.querySelector<HTMLElement>(`[data-run="${CSS.escape(run)}"]`) ?? null;
}
