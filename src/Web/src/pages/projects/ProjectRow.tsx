import { ActionIcon, Badge, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Suspense, useState } from 'react';

import { deleteProject, projectId, updateProject, type Project } from '../../api/projects';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { ArchiveIcon, DotsIcon, GearIcon, TrashIcon } from '../../components/icons';
import { Link } from '../../components/Link';
import { useNow } from '../../components/useNow';
import { lazyWithRetry } from '../../data/lazyWithRetry';
import { formatAgo, formatMoment, plural } from '../../model/format';
import { runsPath } from '../../url/route';
import classes from './ProjectsPage.module.css';
import type { Activity } from './useActivity';

const ProjectSettings = lazyWithRetry(() =>
  import('../../project/ProjectSettings').then((module) => module.ProjectSettings),
);

export interface ProjectRowProps {
  project: Project;
  /** undefined while it is not known. */
  activity: Activity | undefined;
}

export function ProjectRow({ project, activity }: ProjectRowProps) {
  const id = projectId(project);
  const client = useQueryClient();
  const [dialog, setDialog] = useState<'settings' | 'delete' | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ['projects'] });
  const archive = useMutation({
    mutationFn: (archived: boolean) => updateProject(id, { archived }),
    onSuccess: refresh,
  });
  const remove = useMutation({ mutationFn: () => deleteProject(id), onSuccess: refresh });
  const close = () => setDialog(null);
  return (
    <li className={classes.row}>
      <div style={{ minWidth: 0 }}>
        <div className={classes.title}>
          <Link to={runsPath(id)} className="name">
            <bdi>{project.name}</bdi>
          </Link>
          <span className={classes.key}>{project.projectKey}</span>
          {project.archived && (
            <Badge size="xs" variant="default">
              archived
            </Badge>
          )}
        </div>
        {project.description !== '' && (
          <div className={`name ${classes.description}`} title={project.description}>
            <bdi>{project.description}</bdi>
          </div>
        )}
      </div>
      <When project={project} activity={activity} />
      <div className={classes.menu}>
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label={`Actions on ${project.name}`}>
              <DotsIcon />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<GearIcon />} onClick={() => setDialog('settings')}>
              Settings…
            </Menu.Item>
            <Menu.Item leftSection={<ArchiveIcon />} onClick={() => archive.mutate(!project.archived)}>
              {project.archived ? 'Unarchive' : 'Archive'}
            </Menu.Item>
            <Menu.Item leftSection={<TrashIcon />} color="red" onClick={() => setDialog('delete')}>
              Delete…
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <Suspense>{dialog === 'settings' && <ProjectSettings project={project} close={close} />}</Suspense>
      <ConfirmDialog
        title="Delete the project?"
        action="Delete"
        opened={dialog === 'delete'}
        close={close}
        mutation={remove}
      >
        <bdi>{id}</bdi> and all its runs will be gone for good.
      </ConfirmDialog>
    </li>
  );
}

function When({ project, activity }: ProjectRowProps) {
  const now = useNow();
  return (
    <span className={classes.activity} title={`Created ${formatMoment(project.timeOfCreation)}`}>
      {activity !== undefined && activity.running > 0 && (
        <span className={classes.running}>
          <span className={classes.dot} />
          {activity.running} running
        </span>
      )}
      {activity !== undefined && <span className={`number ${classes.runs}`}>{plural(activity.runs, 'run')}</span>}
      <span className={classes.when}>
        {activity?.last == null ? `created ${formatAgo(project.timeOfCreation, now)}` : formatAgo(activity.last, now)}
      </span>
    </span>
  );
}
