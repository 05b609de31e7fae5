import { useMemo } from 'react';
import { GridLayout, type EventCallback, type Layout } from 'react-grid-layout';

import classes from '../boards.module.css';
import { gridColumns, gridGap, rowHeight, type Cell } from '../board';
import { moveToSection, placeWidgets } from '../edit';
import { boxOf, cellAt } from './place';
import type { SectionGridProps } from './SectionGrid';
import { WidgetFrame } from './WidgetFrame';

const gridConfig = {
  cols: gridColumns,
  rowHeight,
  margin: [gridGap, gridGap] as const,
  containerPadding: [0, 0] as const,
};
const dragConfig = { enabled: true, handle: '.board-drag', cancel: '.board-still' };
const resizeConfig = { enabled: true };
const least = { minW: 2, minH: 2 };

/** The grid of a section whose widgets are dragged and resized, also into other sections. */
export function EditedGrid({ section, width, frame, editing, active, moving }: SectionGridProps) {
  const layout = useMemo(
    () => section.widgets.map(({ id, cell }) => ({ i: id, ...cell, ...least })),
    [section.widgets],
  );
  const place = (next: Layout) => editing?.edit(placeWidgets(section.id, cellsOf(next)));
  const dropped: EventCallback = (next, _, item, __, event, element) => {
    const target = item === null ? null : sectionUnder(event, section.id);
    if (item === null || target === null) return place(next);
    const box = target.getBoundingClientRect();
    const own = element?.getBoundingClientRect() ?? box;
    const cell = cellAt(own.left - box.left, own.top - box.top, width);
    editing?.edit(moveToSection(item.i, target.dataset.section!, cell));
  };
  return (
    <div className={classes.rgl}>
      <GridLayout
        width={width}
        layout={layout}
        gridConfig={gridConfig}
        dragConfig={dragConfig}
        resizeConfig={resizeConfig}
        onDragStop={dropped}
        onResizeStop={place}
      >
        {section.widgets.map((widget) => {
          const { width: wide, height } = boxOf(widget.cell, width);
          return (
            <div key={widget.id}>
              <WidgetFrame
                {...frame}
                widget={widget}
                editing={editing}
                width={wide}
                height={height}
                isActive={widget.id === active}
                isMoving={widget.id === moving}
              />
            </div>
          );
        })}
      </GridLayout>
    </div>
  );
}

function cellsOf(layout: Layout): Map<string, Cell> {
  return new Map(layout.map(({ i, x, y, w, h }) => [i, { x, y, w, h }]));
}

/** Another section where the pointer is. */
function sectionUnder(event: Event, own: string): HTMLElement | null {
  const point = 'changedTouches' in event ? (event as TouchEvent).changedTouches[0] : (event as MouseEvent);
  if (point === undefined) return null;
  for (const element of document.elementsFromPoint(point.clientX, point.clientY)) {
    const found = element.closest<HTMLElement>('[data-section]');
    if (found !== null && found.dataset.section !== own) return found;
  }
  return null;
}
