import { oneOf } from '../model/oneOf';
import { countQuick, relativeTimes, states, type QuickFilters } from '../model/quickFilters';

/** null where the address says nothing of them. */
export function readQuick(params: URLSearchParams): QuickFilters | null {
  const keys = ['owner', 'state', 'tag', 'from', 'to', 'created', 'quick'];
  if (!keys.some((key) => params.has(key))) return null;
  return {
    owners: params.getAll('owner'),
    states: params.getAll('state').flatMap((text) => oneOf(states, text) ?? []),
    tags: params.getAll('tag'),
    from: readDay(params.get('from')),
    to: readDay(params.get('to')),
    relative: oneOf(relativeTimes, params.get('created')),
  };
}

export function writeQuick(quick: QuickFilters, params: URLSearchParams): void {
  for (const owner of quick.owners) params.append('owner', owner);
  for (const state of quick.states) params.append('state', state);
  for (const tag of quick.tags) params.append('tag', tag);
  if (quick.from !== null) params.set('from', quick.from);
  if (quick.to !== null) params.set('to', quick.to);
  if (quick.relative !== null) params.set('created', quick.relative);
  if (countQuick(quick) === 0) params.set('quick', 'none');
}

function readDay(text: string | null): string | null {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null;
}
