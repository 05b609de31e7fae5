import { Modal } from '@mantine/core';
import { useMemo, useState } from 'react';

import classes from '../boards.module.css';
import type { Board } from '../board';
import { diffBoards, type Difference, type SectionDifference } from '../diff';
import type { BoardScope } from '../widget';
import { BoardView } from './BoardView';
import { MarksContext } from './marks';

export interface DiffDialogProps extends BoardScope {
  title: string;
  before: Board;
  after: Board;
  close: () => void;
}

const doNothing = () => undefined;

/** What changed from one version to another: a list of it, and the board with outlines. */
export function DiffDialog({ title, before, after, close, ...scope }: DiffDialogProps) {
  const { parts, sections, both, kinds } = useMemo(() => diffBoards(before, after), [before, after]);
  const [list, setList] = useState<HTMLElement | null>(null);
  const show = (id: string) => {
    const widget = list?.parentElement?.querySelector<HTMLElement>(`[data-widget="${CSS.escape(id)}"]`);
    widget?.scrollIntoView({ block: 'center' });
    widget?.focus({ preventScroll: true });
  };
  return (
    <Modal opened onClose={close} fullScreen title={title} styles={{ body: { height: 'calc(100% - 60px)' } }}>
      <div className={classes.compared}>
        <nav ref={setList} className={classes.differences} aria-label="What changed">
          {parts.length > 0 && <p>Of the dashboard: {parts.join(', ')}</p>}
          {sections.map((section) => (
            <Section key={section.id} section={section} show={show} />
          ))}
          {parts.length === 0 && sections.length === 0 && <p>Nothing changed.</p>}
        </nav>
        <MarksContext value={kinds}>
          <BoardView {...scope} board={both} branch="compared" editing={null} add={doNothing} />
        </MarksContext>
      </div>
    </Modal>
  );
}

interface SectionProps {
  section: SectionDifference;
  show: (id: string) => void;
}

function Section({ section: { name, head, widgets }, show }: SectionProps) {
  return (
    <section>
      <h3>
        <bdi className="name">{name}</bdi>
        {head !== null && <Kind of={head} />}
      </h3>
      <ul>
        {widgets.map((widget) => (
          <li key={widget.id}>
            <button type="button" className="link" onClick={() => show(widget.id)}>
              <bdi>{widget.title}</bdi>
            </button>
            <Kind of={widget} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Kind({ of: { kind, parts } }: { of: Difference }) {
  return (
    <span className={classes.change} data-change={kind}>
      {kind}
      {parts.length > 0 && `: ${parts.join(', ')}`}
    </span>
  );
}
