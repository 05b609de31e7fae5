import { ActionIcon, Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';

import { archiveRuns, searchRuns } from '../../api/runs';
import { ArchiveIcon, CloseIcon, EyeIcon, TagIcon } from '../../components/icons';
import { liveKey } from '../../components/live';
import { explain } from '../../components/States';
import { formatCount, plural } from '../../format';
import type { RunsView } from '../../url/runs';
import type { Marks } from './marks';
import classes from './Menus.module.css';
import type { SelectionControl } from './selection';
import { viewSearch } from './useRuns';

const TagsDialog = lazy(() => import('./TagsDialog').then((module) => ({ default: module.TagsDialog })));

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
  const [isTagging, setTagging] = useState(false);
  const runs = [...marks.ids];
  const archive = useMutation({
    mutationFn: (archived: boolean) => archiveRuns(project, runs, archived),
    onSuccess: async () => {
      marks.clear();
      await client.invalidateQueries({ queryKey: liveKey(project) });
    },
  });
  const markAll = useMutation({
    mutationFn: async () => {
      const page = await searchRuns({ ...viewSearch(project, view, []), offset: 0, limit: runsMax });
      marks.set(page.runs.map((run) => run.id), true);
    },
  });
  const error = archive.error ?? markAll.error;
  const isBusy = archive.isPending || markAll.isPending;
  if (runs.length === 0) return null;
  return (
    <div className={classes.float} role="toolbar" aria-label="Marked runs">
      <span className={classes.floatCount} role="status">
        {plural(runs.length, 'run')} marked
      </span>
      {runs.length < total && total <= runsMax && (
        <button type="button" className="link" disabled={isBusy} onClick={() => markAll.mutate()}>
          Mark all {formatCount(total)}
        </button>
      )}
      <Button variant="default" leftSection={<EyeIcon size={14} />} onClick={() => selection.set(runs, true)}>
        Show in charts
      </Button>
      <Button variant="default" leftSection={<TagIcon size={14} />} onClick={() => setTagging(true)}>
        Tags
      </Button>
      <Button
        variant="default"
        leftSection={<ArchiveIcon size={14} />}
        loading={archive.isPending}
        onClick={() => archive.mutate(true)}
      >
        Archive
      </Button>
      {view.archived && (
        <Button variant="default" disabled={isBusy} onClick={() => archive.mutate(false)}>
          Unarchive
        </Button>
      )}
      <ActionIcon aria-label="Take all marks away" onClick={marks.clear}>
        <CloseIcon size={14} />
      </ActionIcon>
      <Suspense>{isTagging && <TagsDialog project={project} runs={runs} close={() => setTagging(false)} />}</Suspense>
      <Modal
        opened={error !== null}
        onClose={() => {
          archive.reset();
          markAll.reset();
        }}
        title="That did not work"
      >
        <p role="alert">{explain(error)}</p>
      </Modal>
    </div>
  );
}
