import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';

import { projectId, updateProject, type Project } from '../../api/projects';
import { explain } from '../../components/States';
import classes from './ProjectsPage.module.css';

export interface DescriptionDialogProps {
  project: Project;
  opened: boolean;
  close: () => void;
}

export function DescriptionDialog({ project, opened, close }: DescriptionDialogProps) {
  return (
    <Modal opened={opened} onClose={close} title="Description">
      <DescriptionForm project={project} close={close} />
    </Modal>
  );
}

function DescriptionForm({ project, close }: Omit<DescriptionDialogProps, 'opened'>) {
  const client = useQueryClient();
  const [description, setDescription] = useState(project.description);
  const save = useMutation({
    mutationFn: () => updateProject(projectId(project), { description }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['projects'] });
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <Textarea
        aria-label="Description"
        autosize
        minRows={3}
        maxRows={10}
        data-autofocus
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        error={save.isError ? explain(save.error) : undefined}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
