import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type KeyboardEvent } from 'react';

import { addComment, changeComment, deleteComment, type Comment } from '../../api/comments';
import type { Session } from '../../api/session';
import { useNow } from '../../components/useNow';
import { named } from '../../data/naming';
import { explain } from '../../model/errors';
import { formatAgo, formatMomentExact, plural } from '../../model/format';
import { commentsKey, type BoardComments } from './comments';
import classes from './comments.module.css';
import type { Thread } from './threads';

type Place = Pick<BoardComments, 'project' | 'board'>;

export interface ThreadsProps extends Place {
  threads: readonly Thread[];
  /** What a new thread is of; null: of the whole board. */
  widget: string | null;
}

/** What was said, and a field for more. */
export function Threads({ threads, widget, ...place }: ThreadsProps) {
  return (
    <div className={classes.threads}>
      <ThreadList {...place} threads={threads} />
      <Composer {...place} label="New comment" send="Comment" comment={{ widget, replyTo: null }} />
    </div>
  );
}

/** What was said; what is settled is folded away. */
export function ThreadList({ threads, ...place }: Place & { threads: readonly Thread[] }) {
  const open = threads.filter(({ isResolved }) => !isResolved);
  const settled = threads.filter(({ isResolved }) => isResolved);
  return (
    <>
      {open.map((thread) => (
        <ThreadView key={thread.id} {...place} thread={thread} />
      ))}
      {settled.length > 0 && (
        <details>
          <summary>{plural(settled.length, 'settled thread')}</summary>
          {settled.map((thread) => (
            <ThreadView key={thread.id} {...place} thread={thread} />
          ))}
        </details>
      )}
    </>
  );
}

/** Changes comments, and then shows them as they are. */
function useChange<T>(place: Place, change: (value: T) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: commentsKey(place.project, place.board) }),
  });
}

function ThreadView({ thread, ...place }: Place & { thread: Thread }) {
  const { id, widget, isResolved, comments } = thread;
  const [isReplying, setReplying] = useState(false);
  const settle = useChange(place, (resolved: boolean) => changeComment(place.project, id, { resolved }));
  const hasRoot = comments[0]!.id === id;
  return (
    <section className={classes.thread} aria-label={`Thread of ${comments[0]!.author}`}>
      {comments.map((comment) => (
        <CommentView key={comment.id} {...place} comment={comment} />
      ))}
      {settle.error !== null && <p role="alert">{explain(settle.error)}</p>}
      {isReplying ? (
        <Composer
          {...place}
          label="Answer"
          send="Answer"
          comment={{ widget, replyTo: id }}
          done={() => setReplying(false)}
        />
      ) : (
        <div className={classes.actions}>
          <Button variant="subtle" size="compact-xs" onClick={() => setReplying(true)}>
            Answer
          </Button>
          {hasRoot && (
            <Button
              variant="subtle"
              size="compact-xs"
              loading={settle.isPending}
              onClick={() => settle.mutate(!isResolved)}
            >
              {isResolved ? 'Open again' : 'Settle'}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function CommentView({ comment, ...place }: Place & { comment: Comment }) {
  const now = useNow();
  const client = useQueryClient();
  const isMine = client.getQueryData<Session>(['session'])?.username === comment.author;
  const [isEdited, setEdited] = useState(false);
  const remove = useChange(place, (id: string) => deleteComment(place.project, id));
  return (
    <article className={classes.comment}>
      <header>
        <bdi className={classes.author}>{comment.author}</bdi>
        <time dateTime={comment.created} title={formatMomentExact(Date.parse(comment.created))}>
          {formatAgo(comment.created, now)}
        </time>
      </header>
      {isEdited ? (
        <Composer
          {...place}
          label="Your comment"
          send="Save"
          comment={comment}
          changed={comment}
          done={() => setEdited(false)}
        />
      ) : (
        <p dir="auto">{comment.text}</p>
      )}
      {remove.error !== null && <p role="alert">{explain(remove.error)}</p>}
      {isMine && !isEdited && (
        <div className={classes.actions}>
          <Button variant="subtle" size="compact-xs" onClick={() => setEdited(true)}>
            Edit
          </Button>
          <Button
            variant="subtle"
            color="red"
            size="compact-xs"
            loading={remove.isPending}
            onClick={() => remove.mutate(comment.id)}
          >
            Delete
          </Button>
        </div>
      )}
    </article>
  );
}

interface ComposerProps extends Place {
  label: string;
  send: string;
  comment: Pick<Comment, 'widget' | 'replyTo'>;
  /** The comment that is worded anew; left out: another one. */
  changed?: Comment;
  done?: () => void;
}

const textMax = 10_000;

/** What is being typed. Ctrl+Enter sends it. */
function Composer({ label, send, comment, changed, done, ...place }: ComposerProps) {
  const client = useQueryClient();
  const [text, setText] = useState(changed?.text ?? '');
  const { widget, replyTo } = comment;
  const save = useChange(place, async (said: string) => {
    await named(client);
    if (changed !== undefined) return changeComment(place.project, changed.id, { text: said });
    return addComment(place.project, { board: place.board, widget, replyTo, text: said });
  });
  const submit = () => {
    const said = text.trim();
    if (said === '' || save.isPending) return;
    save.mutate(said, {
      onSuccess: () => {
        setText('');
        done?.();
      },
    });
  };
  const press = (event: KeyboardEvent) => {
    // Boards and pages have keys of their own.
    event.stopPropagation();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
  };
  return (
    <div className={classes.composer}>
      <Textarea
        aria-label={label}
        placeholder={changed === undefined ? 'Say something; names of people are plain words' : ''}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={textMax}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key !== 'Escape' && press(event)}
        error={save.error === null ? null : explain(save.error)}
      />
      <div className={classes.actions}>
        <Button size="compact-sm" loading={save.isPending} disabled={text.trim() === ''} onClick={submit}>
          {send}
        </Button>
        {done !== undefined && (
          <Button size="compact-sm" variant="subtle" onClick={done}>
            Cancel
          </Button>
        )}
      </div>
    </div>
  );
}
