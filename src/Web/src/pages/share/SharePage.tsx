import { useViewportSize } from '@mantine/hooks';
import { useEffect, useMemo } from 'react';

import type { SharedSetDto } from '../../api/shared';
import { BoardApiProvider, dashboardsApi } from '../../boards/boardApi';
import { reportsApi } from '../../boards/reports/reportsApi';
import { boardOf, onlyWidget, scopesOf } from '../../boards/share/sharedBoard';
import { SharedScopes } from '../../boards/share/sharedScopes';
import { useShared } from '../../boards/share/useShared';
import { BoardView } from '../../boards/view/BoardView';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { useStable } from '../../components/useStable';
import { ApiError } from '../../model/errors';
import { readEmbedding } from '../../model/guest';
import classes from './SharePage.module.css';

const doNothing = () => undefined;

/** A board, or one widget of it, as a public link shows it: nothing else can be reached from here. */
export function SharePage() {
  const { isEmbedded, widget: asked } = useMemo(() => readEmbedding(window.location.search), []);
  const { height } = useViewportSize();
  const { board: shared, sets, error } = useShared();
  // What only logged more leaves the board as it is.
  const known = useStable(sets.map(unchanged));
  const scopes = useMemo(() => scopesOf(known), [known]);
  const board = useMemo(() => (shared === undefined ? undefined : boardOf(shared)), [shared]);
  const only = shared?.widget ?? asked;
  const room = height - (isEmbedded ? 0 : barHeight) - padding;
  const shown = board === undefined || only === null ? board : onlyWidget(board, only, room);
  useEffect(() => {
    document.title = shared === undefined ? 'NeptuneAlt' : shared.name;
  }, [shared]);
  const isGone = error instanceof ApiError && error.status === 404;
  if (isGone) {
    return (
      <main className={classes.page}>
        <EmptyState title="Nothing is shown by this link">
          It has expired or was withdrawn, or what it showed is not there any more. Ask whoever sent it to you for
          another.
        </EmptyState>
      </main>
    );
  }
  if (shared === undefined || shown === undefined) {
    return (
      <main className={classes.page}>
        {error === null ? (
          <Loading label="Loading" />
        ) : (
          <ErrorState what="What this link shows could not be loaded" error={error} />
        )}
      </main>
    );
  }
  return (
    <div className={classes.frame} data-embedded={isEmbedded}>
      {!isEmbedded && (
        <header className={classes.bar}>
          <h1 className="name" title={shared.name}>
            <bdi>{shared.name}</bdi>
          </h1>
          <span>Shared by a link, to read</span>
        </header>
      )}
      <main className={classes.page}>
        <BoardApiProvider value={shared.kind === 'report' ? reportsApi : dashboardsApi}>
          <SharedScopes value={scopes.sections}>
            {shown === null ? (
              <EmptyState title="There is no such widget">
                The board that it was on may have been changed since.
              </EmptyState>
            ) : (
              <BoardView {...scopes.board} board={shown} branch="shared" editing={null} add={doNothing} />
            )}
          </SharedScopes>
        </BoardApiProvider>
      </main>
    </div>
  );
}

function unchanged({ runs, ...set }: SharedSetDto): SharedSetDto {
  return { ...set, runs: runs.map((run) => ({ ...run, changed: 0 })) };
}

const barHeight = 44;
/** Of the board, above and below. */
const padding = 16;
