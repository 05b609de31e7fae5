import { Modal } from '@mantine/core';
import { useViewportSize } from '@mantine/hooks';

import { sectionOf, widgetOf, type Board } from '../board';
import { chartId, widgetTitle } from '../options';
import { settingsOf, type BoardSettings } from '../settings';
import type { BoardScope, ChartLook } from '../widget';
import { WidgetFrame } from './WidgetFrame';

export interface FullWidgetProps extends BoardScope {
  board: Board;
  /** The id of its chart; null for none. */
  full: string | null;
  settings: BoardSettings;
  look: ChartLook;
}

/** The widget that fills the screen, when there is one. */
export function FullWidget({ board, full, settings, look, ...scope }: FullWidgetProps) {
  const { width, height } = useViewportSize();
  const widget = full === null ? undefined : widgetOf(board, full.slice(1));
  const close = () => widget && look.onChange(chartId(widget.dto), { kind: 'fullScreen', isFull: false });
  return (
    <Modal
      opened={widget !== undefined}
      onClose={close}
      fullScreen
      withCloseButton={false}
      padding={12}
      styles={{ body: { height: '100%' } }}
      attributes={{ content: { 'aria-label': widget === undefined ? 'Widget' : widgetTitle(widget.dto) } }}
    >
      {widget !== undefined && width > 0 && (
        <div style={{ height: height - 24 }}>
          <WidgetFrame
            {...scope}
            widget={widget}
            settings={settingsOf(sectionOf(board, widget.id)?.head ?? null, settings)}
            look={look}
            width={width - 24}
            height={height - 24}
            editing={null}
            sections={none}
            isActive={false}
            isMoving={false}
            isFull
          />
        </div>
      )}
    </Modal>
  );
}

const none: [] = [];
