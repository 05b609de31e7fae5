import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { assignString } from '../../../api/runs';
import { PencilIcon, PlusIcon } from '../../../components/icons';
import { Markdown } from '../../../components/Markdown';
import { explain } from '../../../model/errors';
import { textOf, type Run } from '../../../model/run';
import { useRefresh } from '../useRun';
import classes from './OverviewTab.module.css';

/** What people write about the run: its description, as Markdown. */
export function Notes({ project, run }: { project: string; run: Run }) {
  const text = textOf(run, 'sys/description') ?? '';
  const refresh = useRefresh(project);
  const [draft, setDraft] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (next: string) => assignString(project, run.id, 'sys/description', next),
    onSuccess: async () => {
      await refresh();
      setDraft(null);
    },
  });
  if (draft === null && text === '') {
    return (
      <Button
        className={classes.addNotes!}
        variant="subtle"
        color="gray"
        leftSection={<PlusIcon size={14} />}
        onClick={() => setDraft('')}
      >
        Add notes
      </Button>
    );
  }
  return (
    <section className={classes.panel} aria-label="Notes">
      {draft === null ? (
        <>
          <Button
            className={classes.editNotes!}
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<PencilIcon size={13} />}
            onClick={() => setDraft(text)}
          >
            Edit<span className="visually-hidden"> the notes</span>
          </Button>
          <Markdown>{text}</Markdown>
        </>
      ) : (
        <form
          className={classes.notes}
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate(draft);
          }}
        >
          <Textarea
            label="Notes (Markdown)"
            autosize
            autoFocus
            minRows={4}
            maxRows={20}
            value={draft}
            onChange={(event) => setDraft(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save.mutate(draft);
              if (event.key === 'Escape' && draft === text) setDraft(null);
            }}
            error={save.isError ? explain(save.error) : undefined}
          />
          {draft.trim() !== '' && (
            <div className={classes.notesPreview} aria-label="Preview" role="region">
              <Markdown>{draft}</Markdown>
            </div>
          )}
          <div className={classes.notesActions}>
            <Button variant="default" onClick={() => setDraft(null)}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
