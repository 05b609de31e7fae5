import { use } from 'react';

import { CommentIcon } from '../../components/icons';
import { Popup } from '../../components/Popup';
import { plural } from '../../model/format';
import { CommentsContext, useThreads } from './comments';
import classes from './comments.module.css';
import { Threads } from './Threads';
import { openCount } from './threads';

/** At a corner of a widget: what is said of it. It stays in sight where something is not settled. */
export function CommentsOfWidget({ widget, label }: { widget: string; label: string }) {
  const comments = use(CommentsContext);
  const threads = useThreads(widget);
  if (comments === null) return null;
  const { project, board } = comments;
  const count = openCount(threads);
  return (
    <div className={classes.corner} data-has={count > 0} data-no-picture>
      <Popup
        label={`Comments on ${label}`}
        width={340}
        position="bottom-end"
        className={classes.popup}
        target={
          <button
            type="button"
            className={classes.button}
            aria-label={count > 0 ? `${plural(count, 'comment')} on ${label}` : `Comment on ${label}`}
          >
            <CommentIcon size={13} />
            {count > 0 && count}
          </button>
        }
      >
        <Threads {...{ project, board, threads, widget }} />
      </Popup>
    </div>
  );
}
