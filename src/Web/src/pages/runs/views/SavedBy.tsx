import { useState } from 'react';

import type { ViewDto } from '../../../api/views';
import { formatAgo, formatMomentExact } from '../../../model/format';

/** Who saved a view last, and when. */
export function SavedBy({ theirs }: { theirs: ViewDto | null }) {
  const [now] = useState(() => Date.now());
  if (theirs === null) return <>Somebody deleted it since you opened it.</>;
  return (
    <>
      <bdi>{theirs.updatedBy === '' ? 'Somebody' : theirs.updatedBy}</bdi> saved <bdi>{theirs.name}</bdi>{' '}
      <time dateTime={theirs.updated} title={formatMomentExact(theirs.updated)}>
        {formatAgo(theirs.updated, now)}
      </time>
      , since you opened it.
    </>
  );
}
