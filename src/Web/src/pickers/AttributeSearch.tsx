import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';

import { definitionsPage } from '../api/attributes';
import { FilterInput } from '../components/FilterInput';
import { CheckIcon } from '../components/icons';
import classes from '../components/menus.module.css';
import type { AttributeType, Definition } from '../model/attribute';
import { explain } from '../model/errors';
import { formatCount, plural } from '../model/format';
import { parseExtendedRegex } from '../model/nameFilter';
import { typeLabel } from '../model/words';

export interface AttributeSearchProps {
  project: string;
  /** All types where left out. */
  types?: readonly AttributeType[];
  height: number;
  choose: (definition: Definition) => void;
  /** What is ticked, by type and name; a list without ticks where left out. Ticked ones come first. */
  chosen?: readonly Definition[];
}

const pageEntries = 300;
const rowHeight = 28;

/**
 * Finds attributes among all that the project has: the server matches, and sends as much as is scrolled to. The focus
 * stays in the search; arrows move through what it found, Enter takes the one that is marked.
 */
export function AttributeSearch({ project, types, height, choose, chosen }: AttributeSearchProps) {
  const [text, setText] = useState('');
  const [marked, setMarked] = useState({ of: '', at: 0 });
  // Enter may come before what it is meant for: it is for what the text finds.
  const [due, setDue] = useState(0);
  const taken = useRef(0);
  const listId = useId();
  const found = useInfiniteQuery({
    queryKey: ['definitionPages', project, types, text],
    queryFn: ({ pageParam, signal }) =>
      definitionsPage(
        { project, filter: parseExtendedRegex(text), limit: pageEntries, ...(types ? { types } : {}) },
        pageParam,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
  const all = useMemo(() => found.data?.pages.flatMap((page) => page.entries) ?? [], [found.data]);
  const entries = text === '' && chosen !== undefined ? chosenFirst(chosen, all) : all;
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = found;
  const at = marked.of === text ? Math.min(marked.at, entries.length - 1) : 0;
  const isHere = !found.isPlaceholderData && found.data !== undefined;
  const take = useEffectEvent(() => {
    const entry = entries[at];
    if (entry !== undefined) choose(entry);
  });
  useEffect(() => {
    if (due === taken.current || !isHere) return;
    taken.current = due;
    take();
  }, [due, isHere]);
  const press = (event: KeyboardEvent<HTMLInputElement>, typed: string) => {
    const page = Math.max(1, Math.floor(height / rowHeight) - 1);
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
    if (event.key === 'Enter') {
      event.preventDefault();
      setText(typed);
      setDue((count) => count + 1);
    } else if (by !== undefined) {
      event.preventDefault();
      setMarked({ of: text, at: Math.min(entries.length - 1, Math.max(0, at + by)) });
    }
  };
  return (
    <>
      <FilterInput
        label="Search attributes (regex)"
        value={text}
        onChange={setText}
        onKey={press}
        list={{ id: listId, active: entries.length > 0 ? `${listId}-${at}` : undefined }}
      />
      {found.isError ? (
        <div className={classes.note} role="alert">
          {explain(found.error)}
        </div>
      ) : (
        <>
          <div className={classes.note} role="status">
            {found.isPending
              ? 'Searching…'
              : hasNextPage
                ? `${formatCount(entries.length)} and more attributes`
                : plural(entries.length, 'attribute')}
            {chosen !== undefined && `, ${chosen.length} shown`}
          </div>
          <List
            id={listId}
            entries={entries}
            height={height}
            marked={at}
            choose={choose}
            chosen={chosen}
            atEnd={() => {
              if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
            }}
          />
        </>
      )}
    </>
  );
}

const keyOf = ({ name, type }: Definition) => `${type}:${name}`;

function chosenFirst(chosen: readonly Definition[], entries: readonly Definition[]): Definition[] {
  const keys = new Set(chosen.map(keyOf));
  return [...chosen, ...entries.filter((entry) => !keys.has(keyOf(entry)))];
}

interface ListProps {
  id: string;
  entries: readonly Definition[];
  chosen: readonly Definition[] | undefined;
  height: number;
  /** The place of the entry that Enter takes. */
  marked: number;
  choose: (definition: Definition) => void;
  atEnd: () => void;
}

function List({ id, entries, chosen, height, marked, choose, atEnd }: ListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const last = virtual.range?.endIndex ?? 0;
  const isNearEnd = entries.length > 0 && last >= entries.length - 40;
  useEffect(() => {
    if (isNearEnd) atEnd();
  });
  useEffect(() => {
    if (marked >= 0) virtual.scrollToIndex(marked);
  }, [virtual, marked]);
  const ticked = new Set(chosen?.map(keyOf));
  return (
    <div
      ref={scroller}
      id={id}
      className={classes.list}
      style={{ height }}
      role="listbox"
      aria-label="Attributes"
      aria-multiselectable={chosen !== undefined}
      tabIndex={-1}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
        {virtual.getVirtualItems().map((item) => {
          const definition = entries[item.index]!;
          const key = keyOf(definition);
          const isTicked = ticked.has(key);
          return (
            <div
              key={key}
              id={`${id}-${item.index}`}
              role="option"
              aria-selected={chosen === undefined ? item.index === marked : isTicked}
              data-marked={item.index === marked}
              className={classes.item}
              style={{ transform: `translateY(${item.start}px)` }}
              // The focus stays in the search.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(definition)}
            >
              {chosen !== undefined && <span className={classes.box}>{isTicked && <CheckIcon size={12} />}</span>}
              <bdi className="name" title={definition.name}>
                {definition.name}
              </bdi>{' '}
              <span className={classes.type}>{typeLabel(definition.type)}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
