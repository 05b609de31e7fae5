import { Button } from '@mantine/core';
import { use, useState, type ReactNode } from 'react';

import { Dialog } from '../../components/Dialog';
import { widgetOf, type Board } from '../board';
import { kindOf, widgetTitle } from '../options';
import { kinds } from '../widgets/kinds';
import { CommentsContext, type BoardComments } from './comments';
import classes from './comments.module.css';
import { ThreadList, Threads } from './Threads';
import { openCount } from './threads';

/** All that is said of a board, also of widgets that are gone. */
export function CommentsButton({ board }: { board: Board }) {
  const comments = use(CommentsContext);
  const [isOpen, setOpen] = useState(false);
  if (comments === null) return null;
  const count = openCount(comments.threads);
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {count === 0 ? 'Comments' : `Comments (${count})`}
      </Button>
      {isOpen && (
        <Dialog title="Comments" size="lg" onClose={() => setOpen(false)}>
          <AllThreads {...comments} nameOf={(id) => nameIn(board, id)} close={() => setOpen(false)} />
        </Dialog>
      )}
    </>
  );
}

interface AllThreadsProps extends BoardComments {
  nameOf: (widget: string) => string | null;
  close: () => void;
}

function AllThreads({ project, board, threads, nameOf, close }: AllThreadsProps) {
  const commented = [...new Set(threads.flatMap(({ widget }) => widget ?? []))];
  const show = (widget: string) => {
    close();
    document.querySelector(`[data-widget="${CSS.escape(widget)}"]`)?.scrollIntoView({ block: 'center' });
  };
  return (
    <div className={classes.threads}>
      {commented.map((widget) => (
        <OfWidget key={widget} name={nameOf(widget)} show={() => show(widget)}>
          <ThreadList {...{ project, board }} threads={threads.filter((thread) => thread.widget === widget)} />
        </OfWidget>
      ))}
      <h3 className={classes.of}>On the whole</h3>
      <Threads {...{ project, board }} threads={threads.filter(({ widget }) => widget === null)} widget={null} />
    </div>
  );
}

interface OfWidgetProps {
  /** null: the widget is gone. */
  name: string | null;
  show: () => void;
  children: ReactNode;
}

function OfWidget({ name, show, children }: OfWidgetProps) {
  return (
    <section>
      <h3 className={classes.of}>
        {name === null ? (
          'On a widget that is gone'
        ) : (
          <Button variant="subtle" size="compact-sm" onClick={show}>
            <bdi>{name}</bdi>
          </Button>
        )}
      </h3>
      {children}
    </section>
  );
}

/** null: there is no such widget. */
function nameIn(board: Board, id: string): string | null {
  const widget = widgetOf(board, id);
  if (widget === undefined) return null;
  const kind = kindOf(widget.dto);
  return widgetTitle(widget.dto) || (kind === null ? widget.dto.type : kinds[kind].name);
}
