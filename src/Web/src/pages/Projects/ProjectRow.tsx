import { ActionIcon, Badge, Button, Menu, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { deleteProject, projectId, updateProject, type Project } from '../../api/projects';
import { DotsIcon, FolderIcon, PencilIcon, TrashIcon } from '../../components/icons';
import { Link } from '../../components/Link';
import { explain } from '../../components/States';
import { formatAgo, formatMoment } from '../../format';
import { runsPath } from '../../url/route';
import { DescriptionDialog } from './DescriptionDialog';
import classes from './ProjectsPage.module.css';

export function ProjectRow({ project }: { project: Project }) {
  const id = projectId(project);
  const client = useQueryClient();
  const [dialog, setDialog] = useState<'describe' | 'delete' | null>(null);
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
      <When project={project} />
      <div className={classes.menu}>
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label={`Actions on ${project.name}`}>
              <DotsIcon />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<PencilIcon />} onClick={() => setDialog('describe')}>
              Edit description
            </Menu.Item>
            <Menu.Item leftSection={<FolderIcon />} onClick={() => archive.mutate(!project.archived)}>
              {project.archived ? 'Take out of the archive' : 'Archive'}
            </Menu.Item>
            <Menu.Item leftSection={<TrashIcon />} color="red" onClick={() => setDialog('delete')}>
              Delete…
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <DescriptionDialog project={project} opened={dialog === 'describe'} close={close} />
      <Modal opened={dialog === 'delete'} onClose={close} title="Delete the project?">
        <div className={classes.form}>
          <span style={{ overflowWrap: 'anywhere' }}>
            <bdi>{id}</bdi> and all its runs will be gone for good.
          </span>
          {remove.isError && <span role="alert">{explain(remove.error)}</span>}
          <div className={classes.buttons}>
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
              Delete
            </Button>
          </div>
        </div>
      </Modal>
    </li>
  );
}

function When({ project }: { project: Project }) {
  const [now] = useState(() => Date.now());
  const active = project.lastActivity;
  return (
    <span className={classes.when} title={`Created ${formatMoment(project.timeOfCreation)}`}>
      {active === null || active === project.timeOfCreation
        ? `created ${formatAgo(project.timeOfCreation, now)}`
        : `active ${formatAgo(active, now)}`}
    </span>
  );
}
