import { Button, Loader } from '@mantine/core';
import type { ReactNode } from 'react';

import { ApiError } from '../api/client';
import classes from './States.module.css';

export interface EmptyStateProps {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** Says that there is nothing, why, and what to do about it. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className={classes.state} role="status">
      <div className={classes.title}>{title}</div>
      {children !== undefined && <div className={classes.text}>{children}</div>}
      {action}
    </div>
  );
}

export interface ErrorStateProps {
  /** What could not be done: "The runs could not be loaded". */
  what: string;
  error: unknown;
  retry?: () => void;
}

export function ErrorState({ what, error, retry }: ErrorStateProps) {
  return (
    <div className={classes.error} role="alert">
      <div className={classes.title}>{what}</div>
      <div className={classes.text}>{explain(error)}</div>
      {retry && (
        <Button variant="light" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** What happened and what to do, in a sentence or two. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  if (error.status === 0) return 'The server cannot be reached. This page goes on by itself once it is back.';
  if (error.errorType === 'ACCESS_DENIED' || error.status === 403) {
    return 'There is no such project, or you may not see it. Check the address, or ask its owner for access.';
  }
  if (error.status === 405) return 'This server does not offer that.';
  if (error.status === 429) return `${error.message} Wait a moment, then try again.`;
  if (error.status >= 500) return `${error.message} If it stays so, the server's log says more.`;
  return error.message;
}

export function Waiting({ label }: { label: string }) {
  return (
    <div className={classes.state} role="status" aria-label={label}>
      <Loader size="sm" />
    </div>
  );
}
