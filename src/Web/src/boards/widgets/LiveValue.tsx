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
  if (Number(place) >= liveMax) return <Wrong reason={`A text shows ${liveMax} values at most.`} source={source} />;
  return <Value scope={scope} source={source} />;
}

function Value({ scope, source }: { scope: LiveScope; source: string }) {
  const { formula, format, reduce } = useMemo(() => readLive(source), [source]);
  const { values, why, error, isPending } = useValues(scope, { formula, field: null });
  const found = reduceLive(values, reduce);
  if (found !== null) {
    const label = found.of === null ? `The mean of ${plural(found.count, 'run')}` : scope.runs[found.of]?.label;
    return <span title={`${label ?? ''}: ${formula}`}>{formatLive(found.value, format)}</span>;
  }
  if (isPending) return <span title={formula}>…</span>;
  const reason =
    error !== null ? explain(error) : (why ?? (scope.runs.length === 0 ? 'No runs are shown.' : 'There is no value.'));
  return <Wrong reason={reason} source={formula} />;
}

function Wrong({ reason, source }: { reason: string; source: string }) {
  return (
    <span className={classes.liveError} title={`${reason} (${source})`}>
      ?<span className="visually-hidden"> {reason}</span>
    </span>
  );
}
