import type { ReactNode } from 'react';

import { CloseIcon } from '../../../components/icons';
import classes from '../../../components/menus.module.css';

export interface ChipProps {
  name: string;
  remove: () => void;
  open?: () => void;
  isRaw?: boolean;
  children: string;
}

/** A filter with its way out; pressing its text opens it, if it can be opened. */
export function Chip({ name, remove, open, isRaw = false, children }: ChipProps) {
  const content: ReactNode = (
    <>
      {name !== '' && <span className={classes.chipKey}>{name}</span>}
      <bdi className={`name ${isRaw ? classes.raw : ''}`}>{children}</bdi>
    </>
  );
  return (
    <span className={classes.chip} title={`${name} ${children}`.trim().slice(0, 1000)}>
      {open === undefined ? (
        <span className={classes.chipText}>{content}</span>
      ) : (
        <button type="button" className={classes.chipText} onClick={open}>
          {content}
        </button>
      )}
      <button
        type="button"
        className={classes.chipClose}
        aria-label={`Remove: ${`${name} ${children}`.trim()}`}
        onClick={remove}
      >
        <CloseIcon size={11} />
      </button>
    </span>
  );
}
