import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';

import { explain } from '../model/errors';
import classes from './ConfirmDialog.module.css';

export interface ConfirmDialogProps {
  title: string;
  /** What the button says. */
  action: string;
  opened: boolean;
  close: () => void;
  mutation: { mutate: () => void; reset: () => void; isPending: boolean; error: Error | null };
  /** What will happen. */
  children: ReactNode;
}

/** Asks before something is done that cannot be undone. */
export function ConfirmDialog({ title, action, opened, close, mutation, children }: ConfirmDialogProps) {
  const leave = () => {
    mutation.reset();
    close();
  };
  return (
    <Modal opened={opened} onClose={leave} title={title}>
      <div className={classes.content}>
        <span>{children}</span>
        {mutation.error !== null && (
          <span role="alert" className={classes.error}>
            {explain(mutation.error)}
          </span>
        )}
        <div className={classes.buttons}>
          <Button variant="default" data-autofocus onClick={leave}>
            Cancel
          </Button>
          <Button color="red" loading={mutation.isPending} onClick={() => mutation.mutate()}>
            {action}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
