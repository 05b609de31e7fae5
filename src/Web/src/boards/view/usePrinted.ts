import { useIsFetching } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';

import type { Nearness } from './useNear';

/** So long nothing is asked for before all is there: what is drawn first asks for more. */
const restMs = 600;
/** What takes longer is printed as it is by then. */
const mostMs = 30_000;

/** Prints a board when it is asked to: all of it is drawn first, and has its data. */
export function usePrinted(nearness: Nearness | null, isAsked: boolean, done: () => void): void {
  const isFetching = useIsFetching() > 0;
  const [isLate, setLate] = useState(false);
  const print = useEffectEvent(() => {
    window.print();
    setLate(false);
    done();
  });
  useEffect(() => {
    if (!isAsked || nearness === null) return;
    nearness.showAll(true);
    const timer = setTimeout(() => setLate(true), mostMs);
    return () => {
      clearTimeout(timer);
      nearness.showAll(false);
    };
  }, [isAsked, nearness]);
  useEffect(() => {
    if (!isAsked || (isFetching && !isLate)) return;
    const timer = setTimeout(() => print(), restMs);
    return () => clearTimeout(timer);
  }, [isAsked, isFetching, isLate]);
}
