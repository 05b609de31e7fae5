import { Modal, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';

import classes from '../boards.module.css';
import { useBoardApi } from '../boardApi';
import { widgetKinds } from '../options';
import { kinds } from '../widgets/kinds';
import type { Block } from './useInsert';

export interface PaletteProps {
  opened: boolean;
  close: () => void;
  insert: (block: Block) => void;
}

interface Entry {
  block: Block;
  name: string;
  hint: string;
}

/** All that can be put onto a board, to choose one: by typing a part of its name, or from all. */
export function Palette({ opened, close, insert }: PaletteProps) {
  const { noun } = useBoardApi();
  return (
    <Modal opened={opened} onClose={close} title={`Add to the ${noun}`} size="lg">
      <Entries insert={insert} entries={entriesOf(noun === 'report')} />
    </Modal>
  );
}

/** A report begins with words. */
function entriesOf(isReport: boolean): Entry[] {
  const ofKinds = widgetKinds.map((kind): Entry => ({ block: kind, name: kinds[kind].name, hint: kinds[kind].hint }));
  const heading: Entry = { block: 'heading', name: 'Heading', hint: 'A line of text that the outline has' };
  const text = ofKinds.filter(({ block }) => block === 'text');
  const others = ofKinds.filter(({ block }) => block !== 'text');
  return [
    ...(isReport ? [...text, heading, ...others] : [...ofKinds, heading]),
    { block: 'section', name: 'Section', hint: 'A heading that folds' },
    { block: 'dynamic', name: 'Dynamic section', hint: 'A widget for each name that matches' },
  ];
}

/** The focus of dialogs comes a moment later, and whoever is quick has typed by then. */
function focusNow(input: HTMLInputElement | null) {
  input?.focus({ preventScroll: true });
}

function Entries({ entries, insert }: { entries: readonly Entry[]; insert: (block: Block) => void }) {
  const [search, setSearch] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const words = search.toLowerCase().split(/\s+/);
  const found = entries.filter(({ name, hint }) => {
    const text = `${name} ${hint}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const [first] = found;
  const move = (by: number) => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement) + by;
    buttons[Math.max(0, Math.min(buttons.length - 1, at))]?.focus();
  };
  return (
    <div
      className={classes.fields}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
        event.preventDefault();
        move(event.key === 'ArrowDown' ? 1 : -1);
      }}
    >
      <TextInput
        aria-label="Find a block"
        placeholder="Type to find: text, bars, logs…"
        data-autofocus
        ref={focusNow}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || first === undefined) return;
          event.preventDefault();
          insert(first.block);
        }}
      />
      <div ref={list} className={classes.palette}>
        {found.map(({ block, name, hint }) => (
          <button key={block} type="button" className={classes.kind} onClick={() => insert(block)}>
            {name}
            <span>{hint}</span>
          </button>
        ))}
        {first === undefined && <span className={classes.of}>Nothing is called so.</span>}
      </div>
    </div>
  );
}
