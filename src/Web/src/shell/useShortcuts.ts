import { useEffect, useRef } from 'react';

import { navigate } from '../browser/navigation';
import { isBusy } from '../components/popups';

/** The keys that work on every page, as the menu lists them. */
export const shortcuts = [
  ['1 – 9', 'the views of this page'],
  ['/', 'search'],
  ['G H', 'all projects'],
] as const;

const chordMs = 1000;

/** Digits go to the views, G and H home, and the slash to the first search box. */
export function useShortcuts(tabs: readonly { to: string }[]): void {
  const latest = useRef(tabs);
  useEffect(() => {
    latest.current = tabs;
  });
  useEffect(() => {
    let leaderAt = -Infinity;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isBusy()) return;
      const key = event.key.toLowerCase();
      const tab = latest.current[Number(key) - 1];
      if (tab !== undefined) navigate(tab.to);
      if (key === 'h' && event.timeStamp - leaderAt < chordMs) navigate('/');
      if (key === '/') focusSearch(event);
      leaderAt = key === 'g' ? event.timeStamp : -Infinity;
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

/** Keys belong to a field that is written in. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}

function focusSearch(event: KeyboardEvent): void {
  const box = document.querySelector<HTMLInputElement>('main [data-search]');
  if (box === null) return;
  event.preventDefault();
  box.focus();
  box.select();
}
