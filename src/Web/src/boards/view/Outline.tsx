import { useMediaQuery } from '@mantine/hooks';
import { useMemo } from 'react';

import classes from '../boards.module.css';
import type { BoardSection } from '../board';
import { outlineOf, type OutlineEntry } from '../outline';

export interface OutlineProps {
  sections: readonly BoardSection[];
  /** Has what a heading stands in in sight. */
  reveal: (section: string) => void;
}

/** The headings of a report, which lead to them: beside it, or folded above it where there is no room. */
export function Outline({ sections, reveal }: OutlineProps) {
  const entries = useMemo(() => outlineOf(sections), [sections]);
  const isBeside = useMediaQuery('(min-width: 1280px)') ?? true;
  if (entries.length < 2) return null;
  const least = Math.min(...entries.map(({ level }) => level));
  return (
    <nav className={classes.outline} aria-label="Outline">
      <details key={String(isBeside)} open={isBeside}>
        <summary>Outline</summary>
        <ol>
          {entries.map((entry) => (
            <li key={`${entry.section} ${entry.widget ?? ''} ${entry.at}`}>
              <button
                type="button"
                className="name"
                style={{ paddingInlineStart: 8 + 12 * Math.min(4, entry.level - least) }}
                title={entry.text}
                onClick={() => {
                  reveal(entry.section);
                  void jump(entry);
                }}
              >
                {entry.text}
              </button>
            </li>
          ))}
        </ol>
      </details>
    </nav>
  );
}

/** So many frames a section has to come, and a text to be drawn, before what is there has to do. */
const framesMax = 300;

/** A text is drawn when it is near: its headings are there after that. */
async function jump({ section, widget, at }: OutlineEntry): Promise<void> {
  const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
  const find = (name: string, id: string) => document.querySelector(`[data-board] [data-${name}="${CSS.escape(id)}"]`);
  let place: Element | null = null;
  // The outline is there before the runs are, and with them the sections.
  for (let frame = 0; place === null && frame < framesMax; frame++) {
    await nextFrame();
    place = widget === null ? find('section', section) : find('widget', widget);
  }
  if (place === null) return;
  if (widget === null || at === 0) place.scrollIntoView({ block: 'start', behavior });
  else place.scrollIntoView({ block: 'start', behavior: 'auto' });
  if (widget === null) return focusOn(place.querySelector('header > button'));
  for (let frame = 0; frame < framesMax; frame++) {
    const heading = place.querySelectorAll('h1, h2, h3, h4, h5, h6')[at];
    if (heading !== undefined) {
      if (at > 0) heading.scrollIntoView({ block: 'start', behavior });
      break;
    }
    await nextFrame();
  }
  focusOn(place);
}

/** Whoever goes by keyboard goes on from there. */
function focusOn(element: Element | null) {
  if (element instanceof HTMLElement) element.focus({ preventScroll: true });
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve()));
}
