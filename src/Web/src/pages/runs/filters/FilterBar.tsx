import type { ReactNode } from 'react';

import { CloseIcon } from '../../../components/icons';
import classes from '../../../components/menus.module.css';
import type { Change } from '../../../model/change';
import { countQuick, noQuickFilters } from '../../../model/quickFilters';
import type { RunsView } from '../../../model/runsView';
import { relativeNames } from './FilterMenu';

export interface FilterBarProps {
  view: RunsView;
  change: Change<RunsView>;
}

/** The filters that are set, each with a way out. */
export function FilterBar({ view, change }: FilterBarProps) {
  const { quick } = view;
  if (countQuick(quick) === 0) return null;
  const set = (part: Partial<RunsView['quick']>) => change((now) => ({ ...now, quick: { ...now.quick, ...part } }));
  return (
    <div className={classes.bar} role="group" aria-label="Filters that are set">
      {quick.states.map((state) => (
        <Chip key={state} name="State" remove={() => set({ states: quick.states.filter((one) => one !== state) })}>
          {state}
        </Chip>
      ))}
      {quick.owners.map((owner) => (
        <Chip key={owner} name="Owner" remove={() => set({ owners: quick.owners.filter((one) => one !== owner) })}>
          {owner}
        </Chip>
      ))}
      {quick.tags.map((tag) => (
        <Chip key={tag} name="Tag" remove={() => set({ tags: quick.tags.filter((one) => one !== tag) })}>
          {tag}
        </Chip>
      ))}
      {quick.relative !== null && (
        <Chip name="Created" remove={() => set({ relative: null })}>
          {relativeNames[quick.relative].toLowerCase()}
        </Chip>
      )}
      {quick.from !== null && (
        <Chip name="Created from" remove={() => set({ from: null })}>
          {quick.from}
        </Chip>
      )}
      {quick.to !== null && (
        <Chip name="Created to" remove={() => set({ to: null })}>
          {quick.to}
        </Chip>
      )}
      <button type="button" className="link" onClick={() => set(noQuickFilters)}>
        Clear
      </button>
    </div>
  );
}

interface ChipProps {
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
