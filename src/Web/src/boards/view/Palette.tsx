import { Modal } from '@mantine/core';

import classes from '../boards.module.css';
import { widgetKinds, type WidgetKind } from '../options';
import { kinds } from '../widgets/kinds';

export interface PaletteProps {
  opened: boolean;
  close: () => void;
  choose: (kind: WidgetKind) => void;
  /** Adds a section; a dynamic one makes its widgets of the names that match. */
  addSection: (isDynamic: boolean) => void;
}

/** All kinds of widgets, to add one. */
export function Palette({ opened, close, choose, addSection }: PaletteProps) {
  return (
    <Modal opened={opened} onClose={close} title="Add to the dashboard" size="lg">
      <div className={classes.palette}>
        {widgetKinds.map((kind) => (
          <button key={kind} type="button" className={classes.kind} onClick={() => choose(kind)}>
            {kinds[kind].name}
            <span>{kinds[kind].hint}</span>
          </button>
        ))}
        <button type="button" className={classes.kind} onClick={() => addSection(false)}>
          Section
          <span>A heading that folds</span>
        </button>
        <button type="button" className={classes.kind} onClick={() => addSection(true)}>
          Dynamic section
          <span>A widget for each name that matches</span>
        </button>
      </div>
    </Modal>
  );
}
