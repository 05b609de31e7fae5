import classes from '../../../components/menus.module.css';
import type { Change } from '../../../model/change';
import { countQuick, noQuickFilters, stateNames } from '../../../model/quickFilters';
import type { RunsView } from '../../../model/runsView';
import { Chip } from './Chip';
import { relativeNames } from './FilterMenu';
import { QueryChips } from './QueryChips';

export interface FilterBarProps {
  project: string;
  view: RunsView;
  change: Change<RunsView>;
  /** The query is written as text elsewhere. */
  isText: boolean;
  write: () => void;
}

/** The filters that are set, the query's conditions among them; each can be opened or taken away. */
export function FilterBar({ project, view, change, isText, write }: FilterBarProps) {
  const { quick } = view;
  const query = isText ? '' : view.query;
  if (countQuick(quick) === 0 && query === '') return null;
  const set = (part: Partial<RunsView['quick']>) => change((now) => ({ ...now, quick: { ...now.quick, ...part } }));
  return (
    <div className={classes.bar} role="group" aria-label="Filters that are set">
      <QueryChips
        project={project}
        query={query}
        change={(next) => change((now) => ({ ...now, query: next }))}
        write={write}
      />
      {quick.states.map((state) => (
        <Chip key={state} name="State" remove={() => set({ states: quick.states.filter((one) => one !== state) })}>
          {stateNames[state]}
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
      <button
        type="button"
        className="link"
        onClick={() => change((now) => ({ ...now, quick: noQuickFilters, ...(isText ? {} : { query: '' }) }))}
      >
        Clear
      </button>
    </div>
  );
}
