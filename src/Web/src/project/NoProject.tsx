import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { createProject } from '../api/projects';
import { Link } from '../components/Link';
import { EmptyState } from '../components/States';
import { ApiError, explain } from '../model/errors';

/** Whether the server has no such project: it says the same of one that the caller may not see. */
export function isNoProject(error: unknown): boolean {
  return error instanceof ApiError && error.errorType === 'ACCESS_DENIED';
}

export interface NoProjectProps {
  /** `workspace/name`. */
  project: string;
  /** It has been made. */
  made?: () => void;
}

/** Stands for a project that is not there: why that may be, and how to go on. */
export function NoProject({ project, made }: NoProjectProps) {
  const client = useQueryClient();
  const [workspace = '', ...name] = project.split('/');
  const create = useMutation({
    mutationFn: () =>
      createProject({ organizationIdentifier: workspace, name: name.join('/'), visibility: 'workspace' }),
    onSuccess: async () => {
      await client.invalidateQueries();
      made?.();
    },
  });
  return (
    <EmptyState
      title={`There is no project “${project}” here`}
      action={
        <>
          <Group gap="sm" justify="center">
            <Button loading={create.isPending} onClick={() => create.mutate()}>
              Create the project
            </Button>
            <Button variant="default" component={Link} to={`/?search=${encodeURIComponent(workspace)}`}>
              Other projects of the workspace
            </Button>
            <Button variant="default" component={Link} to="/">
              All projects
            </Button>
          </Group>
          {create.isError && <span role="alert">{explain(create.error)}</span>}
        </>
      }
    >
      It may have another name now, or have been deleted. Check the address; the first run that is logged to a project
      makes it, too.
    </EmptyState>
  );
}
