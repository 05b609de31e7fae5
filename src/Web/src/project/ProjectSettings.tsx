import { Button, Switch, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';

import { Dialog } from '../components/Dialog';
import { projectId, updateProject, type Project, type ProjectChange } from '../api/projects';
import { explain } from '../model/errors';
import classes from './ProjectSettings.module.css';

export interface ProjectSettingsProps {
  project: Project;
  close: () => void;
  /** Tells the project's id as it is from now on. */
  saved?: (id: string) => void;
}

/** Name, description and archive of a project. Sends only what was changed. */
export function ProjectSettings({ project, close, saved }: ProjectSettingsProps) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => settingsOf(project));
  const set = (part: Partial<ReturnType<typeof settingsOf>>) => setDraft((now) => ({ ...now, ...part }));
  const save = useMutation({
    mutationFn: () => updateProject(projectId(project), changed(draft, project)),
    onSuccess: async () => {
      close();
      saved?.(projectId({ ...project, name: draft.name.trim() }));
      await client.invalidateQueries({ queryKey: ['projects'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog onClose={close} title="Project settings">
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label="Name"
          description={
            draft.name.trim() === project.name
              ? `Its runs are called ${project.projectKey}-1 and so on, whatever its name.`
              : 'Scripts and links that use the old name will no longer find the project.'
          }
          required
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={save.isError ? explain(save.error) : undefined}
        />
        <Textarea
          label="Description"
          size="xs"
          autosize
          minRows={3}
          maxRows={10}
          data-autofocus
          value={draft.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <Switch
          label="Archived: left out of the list of projects"
          checked={draft.archived}
          onChange={(event) => set({ archived: event.currentTarget.checked })}
        />
        <div className={classes.buttons}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={draft.name.trim() === ''}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function settingsOf({ name, description, archived }: Project) {
  return { name, description, archived };
}

function changed(draft: ReturnType<typeof settingsOf>, project: Project): ProjectChange {
  const name = draft.name.trim();
  return {
    ...(name === project.name ? {} : { name }),
    ...(draft.description === project.description ? {} : { description: draft.description }),
    ...(draft.archived === project.archived ? {} : { archived: draft.archived }),
  };
}
