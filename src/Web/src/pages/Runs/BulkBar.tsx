import { ActionIcon, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';

import { archiveRuns, searchRuns, trashRuns } from '../../api/runs';
import { ArchiveIcon, CloseIcon, EyeIcon, TagIcon, TrashIcon } from '../../components/icons';
import { liveKey } from '../../components/live';
import { explain } from '../../components/States';
import { patient } from '../../components/patient';
import { formatCount, plural } from '../../format';
import type { RunsView } from '../../url/runs';
import type { Marks } from './marks';
import classes from './Menus.module.css';
import type { SelectionControl } from './selection';
import { TrashActions } from './Trash';
import { viewSearch } from './useRuns';

const TagsDialog = lazy(() => patient(() => import('./TagsDialog')).then((module) => ({ default: module.TagsDialog })));

export interface BulkBarProps {
  project: string;
  view: RunsView;
  marks: Marks;
  selection: SelectionControl;
  total: number;
}

/** The server changes at most so many runs at once. */
const runsMax = 10_000;

/** What can be done to the marked runs. Floats over the table, so that nothing moves when the first run is marked. */
export function BulkBar({ project, view, marks, selection, total }: BulkBarProps) {
  const client = useQueryClient();
  const runs = [...marks.ids];
  const refresh = () => client.invalidateQueries({ queryKey: liveKey(project) });
  const markAll = useMutation({
    mutationFn: async () => {
      const page = await searchRuns({ ...viewSearch(project, view, []), offset: 0, limit: runsMax });
      marks.set(page.runs.map((run) => run.id), true);
    },
  });
  if (runs.length === 0) return null;
  const actions = { project, runs, refresh, done: marks.clear };
  return (
    <div className={classes.float} role="toolbar" aria-label="Marked runs">
      <span className={classes.floatCount} role="status">
        {plural(runs.length, 'run')} marked
      </span>
      {runs.length < total && total <= runsMax && (
        <button type="button" className="link" disabled={markAll.isPending} onClick={() => markAll.mutate()}>
          Mark all {formatCount(total)}
        </button>
      )}
      {view.trash ? (
        <TrashActions {...actions} />
      ) : (
        <RunActions {...actions} isWithArchived={view.archived} draw={() => selection.set(runs, true)} />
      )}
      <ActionIcon aria-label="Take all marks away" onClick={marks.clear}>
        <CloseIcon size={14} />
      </ActionIcon>
      {markAll.isError && <span role="alert">{explain(markAll.error)}</span>}
    </div>
  );
}

interface RunActionsProps {
  project: string;
  runs: readonly string[];
  isWithArchived: boolean;
  draw: () => void;
  refresh: () => Promise<void>;
  done: () => void;
}

function RunActions({ project, runs, isWithArchived, draw, refresh, done }: RunActionsProps) {
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
      <Button variant="default" leftSection={<EyeIcon size={14} />} onClick={draw}>
        Show in charts
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
        To the trash
      </Button>
      {error !== null && <span role="alert">{explain(error)}</span>}
      <Suspense>{isTagging && <TagsDialog project={project} runs={runs} close={() => setTagging(false)} />}</Suspense>
    </>
  );
}
