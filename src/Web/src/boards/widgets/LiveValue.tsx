import { createContext, use, useMemo } from 'react';

import { explain } from '../../model/errors';
import { plural } from '../../model/format';
import classes from '../boards.module.css';
import type { BoardScope } from '../widget';
import { formatLive, liveMax, readLive, reduceLive } from './liveValues';
import { useValues } from './useValues';

export interface LiveScope extends BoardScope {
  /** What stood in the text in place of each value, with its braces. */
  sources: readonly string[];
}

/** null: where there are no runs to have values. */
export const LiveContext = createContext<LiveScope | null>(null);

/** A value of a text that follows its runs. */
export function LiveValue({ value: place }: { value?: unknown }) {
  const scope = use(LiveContext);
  const source = scope?.sources[Number(place)];
  if (scope === null || source === undefined) return null;
  const at = Number(place);
  if (at >= liveMax) return <Wrong at={at} reason={`A text shows ${liveMax} values at most.`} source={source} />;
  return <Value at={at} scope={scope} source={source} />;
}

function Value({ at, scope, source }: { at: number; scope: LiveScope; source: string }) {
  const { formula, format, reduce } = useMemo(() => readLive(source), [source]);
  const { values, why, error, isPending } = useValues(scope, { formula, field: null });
  const found = reduceLive(values, reduce);
  if (found !== null) {
    const label = found.of === null ? `The mean of ${plural(found.count, 'run')}` : scope.runs[found.of]?.label;
    return (
      <span data-live={at} title={`${label ?? ''}: ${formula}`}>
        {formatLive(found.value, format)}
      </span>
    );
  }
  if (isPending) return <span data-live={at} aria-busy title={formula}>…</span>;
  const reason =
    error !== null ? explain(error) : (why ?? (scope.runs.length === 0 ? 'No runs are shown.' : 'There is no value.'));
  return <Wrong at={at} reason={reason} source={formula} />;
}

function Wrong({ at, reason, source }: { at: number; reason: string; source: string }) {
  return (
    <span className={classes.liveError} data-live={at} data-live-error title={`${reason} (${source})`}>
      ?<span className="visually-hidden"> {reason}</span>
    </span>
  );
}
