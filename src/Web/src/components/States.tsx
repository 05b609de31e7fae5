import { Button, Loader } from '@mantine/core';
import type { ReactNode } from 'react';

import { explain } from '../model/errors';
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

export function Loading({ label }: { label: string }) {
  return (
    <div className={classes.state} role="status" aria-label={label}>
      <Loader size="sm" />
    </div>
  );
}
