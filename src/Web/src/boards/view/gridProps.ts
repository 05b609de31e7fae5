import type { BoardSection } from '../board';
import type { Editing, WidgetFrameProps } from './WidgetFrame';

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
