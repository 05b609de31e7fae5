import { useCallback, useMemo, useState } from 'react';

import type { ChartChange } from '../../model/chart';
import type { ChartSettings } from '../../model/chartSettings';
import type { Range } from '../../model/range';
import type { ChartLook } from '../widget';

interface State {
  zooms: Record<string, Range>;
  yZooms: Record<string, Range>;
  settings: Record<string, Partial<ChartSettings>>;
  full: string | null;
}

const nothing: State = { zooms: {}, yZooms: {}, settings: {}, full: null };

export interface Looked extends ChartLook {
  /** The chart or widget that fills the screen, by its chart's id. */
  full: string | null;
  isZoomed: boolean;
  resetZoom: () => void;
}

/**
 * What somebody looks at in a board: zooms, which charts with the same kind of axis share, settings for now, and the
 * widget that fills the screen.
 *
 * @param axisOf the kind of axis of a chart, by its id.
 */
export function useLook(axisOf: (id: string, settings: Partial<ChartSettings> | undefined) => string): Looked {
  const [state, setState] = useState<State>(nothing);
  const onChange = useCallback(
    (id: string, change: ChartChange) => setState((now) => changed(now, id, change, axisOf)),
    [axisOf],
  );
  const resetZoom = useCallback(() => setState((now) => ({ ...now, zooms: {}, yZooms: {} })), []);
  return useMemo(() => {
    const isZoomed = Object.keys(state.zooms).length > 0 || Object.keys(state.yZooms).length > 0;
    return { ...state, isZoomed, onChange, resetZoom };
  }, [state, onChange, resetZoom]);
}

function changed(
  now: State,
  id: string,
  change: ChartChange,
  axisOf: (id: string, settings: Partial<ChartSettings> | undefined) => string,
): State {
  switch (change.kind) {
    case 'zoom': {
      const axis = axisOf(id, now.settings[id]);
      const zooms = change.x === undefined ? now.zooms : put(now.zooms, axis, change.x);
      return { ...now, zooms, yZooms: change.y === undefined ? now.yZooms : put(now.yZooms, id, change.y) };
    }
    case 'settings': {
      const own = change.settings && { ...now.settings[id], ...change.settings };
      return { ...now, settings: put(now.settings, id, own) };
    }
    case 'fullScreen':
      return { ...now, full: change.isFull ? id : null };
    case 'edit':
      return now;
  }
}

function put<T>(all: Record<string, T>, key: string, value: T | null): Record<string, T> {
  const others = Object.entries(all).filter(([other]) => other !== key);
  return Object.fromEntries(value === null ? others : [...others, [key, value]]);
}
