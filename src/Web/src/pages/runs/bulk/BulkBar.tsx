import { ActionIcon, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Suspense, useState } from 'react';

import { archiveRuns, searchRuns, trashRuns } from '../../../api/runs';
import { ArchiveIcon, CloseIcon, EyeIcon, TagIcon, TrashIcon } from '../../../components/icons';
import classes from '../../../components/menus.module.css';
import { lazyWithRetry } from '../../../data/lazyWithRetry';
import { liveKey } from '../../../data/live';
import { tableSearch } from '../../../data/tableSearch';
import { explain } from '../../../model/errors';
import { formatCount, plural } from '../../../model/format';
import type { RunsView } from '../../../model/runsView';
import type { Selection } from '../../../widgets/table/selection';
import type { VisibilityControl } from '../../../widgets/table/visibility';
import { TrashActions } from './Trash';

const TagsDialog = lazyWithRetry(() => import('./TagsDialog').then((module) => module.TagsDialog));

export interface BulkBarProps {
  project: string;
  view: RunsView;
  selection: Selection;
  visibility: VisibilityControl;
  total: number;
}

/** The server's limit for one bulk change. */
const runsMax = 10_000;

/** Actions on the selected runs. Floats over the table, so that nothing moves when the first run is selected. */
export function BulkBar({ project, view, selection, visibility, total }: BulkBarProps) {
  const client = useQueryClient();
  const runs = [...selection.ids];
  const refresh = () => client.invalidateQueries({ queryKey: liveKey(project) });
  const selectAll = useMutation({
    mutationFn: async () => {
      const page = await searchRuns({ ...tableSearch(project, view, []), offset: 0, limit: runsMax });
      selection.set(page.runs.map((run) => run.id), true);
    },
  });
  if (runs.length === 0) return null;
  const actions = { project, runs, refresh, done: selection.clear };
  return (
    <div className={classes.float} role="toolbar" aria-label="Selected runs">
      <span className={classes.floatCount} role="status">
        {plural(runs.length, 'run')} selected
      </span>
      {runs.length < total && total <= runsMax && (
        <button type="button" className="link" disabled={selectAll.isPending} onClick={() => selectAll.mutate()}>
          Select all {formatCount(total)}
        </button>
      )}
      {view.trash ? (
        <TrashActions {...actions} />
      ) : (
        <RunActions
          {...actions}
          isWithArchived={view.archived}
          draw={() => visibility.set(runs, true)}
          drawOnly={() => visibility.setOnly(runs)}
        />
      )}
      <ActionIcon aria-label="Clear the selection" onClick={selection.clear}>
        <CloseIcon size={14} />
      </ActionIcon>
      {selectAll.isError && <span role="alert">{explain(selectAll.error)}</span>}
    </div>
  );
}

interface RunActionsProps {
  project: string;
  runs: readonly string[];
  isWithArchived: boolean;
  draw: () => void;
  drawOnly: () => void;
  refresh: () => Promise<void>;
  done: () => void;
}

function RunActions({ project, runs, isWithArchived, draw, drawOnly, refresh, done }: RunActionsProps) {
  const [isTagging, setTagging] = useState(false);
  const archive = useMutation({
    mutationFn: (archived: boolean) => archiveRuns(project, runs, archived),
    onSuccess: done,
    onSettled: refresh,
  });
  const trash = useMutation({
    mutationFn: () => trashRuns(project, runs, true),
    onSuccess: done,
    onSettled: refresh,
  });
  const error = archive.error ?? trash.error;
  const isBusy = archive.isPending || trash.isPending;
  return (
    <>
      <Button variant="default" leftSection={<EyeIcon size={14} />} onClick={drawOnly}>
        Show only these
      </Button>
      <Button variant="default" onClick={draw}>
        Show these too
      </Button>
      <Button variant="default" leftSection={<TagIcon size={14} />} onClick={() => setTagging(true)}>
        Tags
      </Button>
      <Button
        variant="default"
        leftSection={<ArchiveIcon size={14} />}
        disabled={isBusy}
        loading={archive.isPending}
        onClick={() => archive.mutate(true)}
      >
        Archive
      </Button>
      {isWithArchived && (
        <Button variant="default" disabled={isBusy} onClick={() => archive.mutate(false)}>
          Unarchive
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<TrashIcon size={14} />}
        disabled={isBusy}
        loading={trash.isPending}
        onClick={() => trash.mutate()}
      >
        Move to trash
      </Button>
      {error !== null && <span role="alert">{explain(error)}</span>}
      <Suspense>{isTagging && <TagsDialog project={project} runs={runs} close={() => setTagging(false)} />}</Suspense>
    </>
  );
}
