import { Button } from '@mantine/core';
import { useState } from 'react';

import { ListIcon } from '../../components/icons';
import menus from '../../components/menus.module.css';
import { Path } from '../../components/Name';
import { Popup } from '../../components/Popup';
import { formatCount, plural } from '../../model/format';
import { nameMatcher } from '../../model/nameFilter';
import { FilterInput } from '../../components/FilterInput';
import classes from './ChartGrid.module.css';
import { sectionName, type Section } from './sections';

export interface SectionsMenuProps {
  sections: readonly Section[];
  folded: ReadonlySet<string>;
  setFolded: (change: (now: Set<string>) => Iterable<string>) => void;
  /** Scrolls to a section. */
  goTo: (name: string) => void;
}

/** More at once would hold up the page: the search finds them. */
const shownMax = 200;

/** The sections of the page: goes to one, and folds or opens all of them. */
export function SectionsMenu({ sections, folded, setFolded, goTo }: SectionsMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const matches = nameMatcher(text);
  const found = sections.filter((section) => matches(sectionName(section)));
  const names = sections.map(({ name }) => name);
  const go = (name: string) => {
    setOpen(false);
    setFolded((now) => {
      now.delete(name);
      return now;
    });
    // The section is laid out before the page goes there.
    requestAnimationFrame(() => goTo(name));
  };
  return (
    <Popup
      label="Sections"
      width={360}
      isOpen={isOpen}
      onChange={setOpen}
      target={
        <Button variant="subtle" color="gray" leftSection={<ListIcon size={14} />}>
          {plural(sections.length, 'section')}
        </Button>
      }
    >
      <FilterInput label="Search sections (regex)" value={text} onChange={setText} />
      <div className={classes.foldAll}>
        <button type="button" className="link" onClick={() => setFolded((now) => new Set([...now, ...names]))}>
          Fold all
        </button>
        <button
          type="button"
          className="link"
          onClick={() => setFolded((now) => [...now].filter((name) => !names.includes(name)))}
        >
          Unfold all
        </button>
      </div>
      <ul className={classes.index} aria-label="Sections">
        {found.slice(0, shownMax).map((section) => (
          <li key={section.name}>
            <button type="button" data-folded={folded.has(section.name)} onClick={() => go(section.name)}>
              <Path>{sectionName(section)}</Path>
              <span className={menus.count}>{formatCount(section.ids.length)}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length > shownMax && (
        <div className={menus.note}>{formatCount(found.length - shownMax)} more: search for them</div>
      )}
    </Popup>
  );
}
