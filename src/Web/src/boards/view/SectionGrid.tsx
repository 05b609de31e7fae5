import { useMemo } from 'react';

import { lazyWithRetry } from '../../data/lazyWithRetry';
import classes from '../boards.module.css';
import { heightOf, inOrder, rowsOf, type BoardSection, type BoardWidget } from '../board';
import { boxOf } from './place';
import { WidgetFrame, type Editing, type WidgetFrameProps } from './WidgetFrame';

export const EditedGrid = lazyWithRetry(() => import('./EditedGrid').then((module) => module.EditedGrid));

export type FrameProps = Omit<
  WidgetFrameProps,
  'widget' | 'width' | 'height' | 'isFull' | 'isActive' | 'isMoving' | 'editing'
>;

export interface SectionGridProps {
  section: BoardSection;
  /** In pixels. */
  width: number;
  /** One column, in reading order. */
  isNarrow: boolean;
  frame: FrameProps;
  editing: Editing | null;
  /** The widget that the tab key comes to, and the one that arrow keys move. */
  active: string | null;
  moving: string | null;
}

/** The widgets of a section at their places. */
export function SectionGrid(props: SectionGridProps) {
  const { section, width, isNarrow, frame, editing, active, moving } = props;
  const ordered = useMemo(() => inOrder(section.widgets), [section.widgets]);
  if (isNarrow) return <Column {...props} widgets={ordered} />;
  if (editing !== null) return <EditedGrid {...props} />;
  return (
    <div className={classes.grid} style={{ height: heightOf(rowsOf(ordered)) }}>
      {ordered.map((widget) => {
        const box = boxOf(widget.cell, width);
        return (
          <div key={widget.id} className={classes.cell} style={box}>
            <WidgetFrame
              {...frame}
              widget={widget}
              editing={null}
              width={box.width}
              height={box.height}
              isActive={widget.id === active}
              isMoving={widget.id === moving}
            />
          </div>
        );
      })}
    </div>
  );
}

function Column({ widgets, width, frame, editing, active }: SectionGridProps & { widgets: readonly BoardWidget[] }) {
  return (
    <div className={classes.stack}>
      {widgets.map((widget) => {
        const height = heightOf(widget.cell.h);
        return (
          <div key={widget.id} style={{ height }}>
            <WidgetFrame
              {...frame}
              widget={widget}
              editing={editing}
              width={width}
              height={height}
              isActive={widget.id === active}
              isMoving={false}
            />
          </div>
        );
      })}
    </div>
  );
}
