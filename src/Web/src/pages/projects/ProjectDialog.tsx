import { Autocomplete, Button, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';

import { createProject, projectId } from '../../api/projects';
import { navigate } from '../../browser/navigation';
import { Dialog } from '../../components/Dialog';
import { explain } from '../../model/errors';
import { runsPath } from '../../url/route';
import classes from './ProjectsPage.module.css';

export interface ProjectDialogProps {
  close: () => void;
  workspaces: readonly string[];
}

/** Creates a project and goes there. */
export function ProjectDialog({ close, workspaces }: ProjectDialogProps) {
  return (
    <Dialog onClose={close} title="New project">
      <ProjectForm close={close} workspaces={workspaces} />
    </Dialog>
  );
}

function ProjectForm({ close, workspaces }: ProjectDialogProps) {
  const client = useQueryClient();
  const [workspace, setWorkspace] = useState(workspaces[0] ?? '');
  const [name, setName] = useState('');
  const [key, setKey] = useState('');
  const [description, setDescription] = useState('');
  const create = useMutation({
    mutationFn: createProject,
    onSuccess: async (project) => {
      await client.invalidateQueries({ queryKey: ['projects'] });
      close();
      navigate(runsPath(projectId(project)));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({
      name: name.trim(),
      organizationIdentifier: workspace.trim(),
      visibility: 'workspace',
      ...(description.trim() === '' ? {} : { description: description.trim() }),
      ...(key.trim() === '' ? {} : { projectKey: key.trim() }),
    });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <Autocomplete
        label="Workspace"
        description="The first part of the project's name for clients: workspace/name."
        size="xs"
        data={[...workspaces]}
        value={workspace}
        onChange={setWorkspace}
        required
        data-autofocus={workspaces.length === 0 || undefined}
      />
      <TextInput
        label="Name"
        data-autofocus={workspaces.length > 0 || undefined}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        error={create.isError ? explain(create.error) : undefined}
      />
      <TextInput
        label="Key"
        description="Starts the ids of runs, such as LLM in LLM-29. Made from the name when left empty."
        value={key}
        onChange={(event) => setKey(event.currentTarget.value.toUpperCase())}
        maxLength={10}
      />
      <Textarea
        label="Description"
        size="xs"
        autosize
        minRows={2}
        maxRows={6}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" loading={create.isPending} disabled={name.trim() === '' || workspace.trim() === ''}>
          Create
        </Button>
      </div>
    </form>
  );
}
