import { Checkbox } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';

import { definitionsPage } from '../api/attributes';
import { FilterInput } from '../components/FilterInput';
import classes from '../components/menus.module.css';
import type { AttributeType, Definition } from '../model/attribute';
import { explain } from '../model/errors';
import { formatCount } from '../model/format';
import { parseExtendedRegex } from '../model/nameFilter';

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

/** Finds attributes among all that the project has: the server matches, and sends as much as is scrolled to. */
export function AttributeSearch({ project, types, height, choose, chosen }: AttributeSearchProps) {
  const [text, setText] = useState('');
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
  return (
    <>
      <FilterInput label="Search attributes (regex)" value={text} onChange={setText} />
      {found.isError ? (
        <div className={classes.note} role="alert">
          {explain(found.error)}
        </div>
      ) : (
        <>
          <div className={classes.note}>
            {found.isPending
              ? 'Searching…'
              : `${formatCount(entries.length)}${hasNextPage ? ' and more' : ''} attributes`}
            {chosen !== undefined && `, ${chosen.length} shown`}
          </div>
          <List
            entries={entries}
            height={height}
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
  entries: readonly Definition[];
  chosen: readonly Definition[] | undefined;
  height: number;
  choose: (definition: Definition) => void;
  atEnd: () => void;
}

function List({ entries, chosen, height, choose, atEnd }: ListProps) {
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
  const ticked = new Set(chosen?.map(keyOf));
  return (
    <div ref={scroller} className={classes.list} style={{ height }} role="group" aria-label="Attributes">
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const definition = entries[item.index]!;
          const key = keyOf(definition);
          const place = { transform: `translateY(${item.start}px)` };
          const content = (
            <>
              <bdi className="name" title={definition.name}>
                {definition.name}
              </bdi>
              <span className={classes.type}>{definition.type}</span>
            </>
          );
          return chosen === undefined ? (
            <button key={key} type="button" className={classes.item} style={place} onClick={() => choose(definition)}>
              {content}
            </button>
          ) : (
            <label key={key} className={classes.item} style={place}>
              <Checkbox checked={ticked.has(key)} onChange={() => choose(definition)} />
              {content}
            </label>
          );
        })}
      </div>
    </div>
  );
}
