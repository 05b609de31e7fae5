import { ActionIcon, Button, Menu } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { DashboardContent, DashboardMeta } from '../../api/dashboards';
import { listProjects, projectId } from '../../api/projects';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { Dialog as DialogBox } from '../../components/Dialog';
import { CopyIcon, DotsIcon, PencilIcon, PlusIcon, TrashIcon } from '../../components/icons';
import { Link } from '../../components/Link';
import { ErrorState, Loading } from '../../components/States';
import { named } from '../../data/naming';
import { useNow } from '../../components/useNow';
import { defaultBoard } from '../../model/runsView';
import { formatAgo, formatCount } from '../../model/format';
import { reportPath, runsPath } from '../../url/route';
import classes from '../boards.module.css';
import { emptyBoard } from '../board';
import { useBoardApi, type BoardApi } from '../boardApi';
import { inProject } from '../reports/inProject';
import { boardsKey } from '../useBoardNews';
import { contentOf, writeBoard } from '../wire';
import { NameDialog } from './NameDialog';
import { ProjectSelect } from './ProjectSelect';
import { TrashButton } from './TrashButton';

export interface BoardsListProps {
  project: string;
  /** @param isNew begins to edit at once. */
  open: (branch: string, isNew?: boolean) => void;
}

type Dialog = { kind: 'new' } | { kind: 'rename' | 'copy' | 'delete'; of: DashboardMeta } | null;

/** The dashboards or reports of a project, which all people share: opens, makes, renames, copies and deletes them. */
export function BoardsList({ project, open }: BoardsListProps) {
  const now = useNow();
  const [dialog, setDialog] = useState<Dialog>(null);
  const client = useQueryClient();
  const api = useBoardApi();
  const { noun } = api;
  const Noun = noun === 'report' ? 'Reports' : 'Dashboards';
  const show = async (next: Dialog) => {
    if (next?.kind === 'new' || next?.kind === 'copy') await named(client);
    setDialog(next);
  };
  const boards = useQuery({
    queryKey: [...boardsKey(project), noun, 'list'],
    queryFn: ({ signal }) => api.list(project, signal),
    staleTime: 0,
  });
  if (boards.isPending) return <Loading label={`Loading ${noun}s`} />;
  if (boards.data === undefined) {
    const retry = () => void boards.refetch();
    return <ErrorState what={`The ${noun}s could not be loaded`} error={boards.error} retry={retry} />;
  }
  const sorted = [...boards.data].sort((a, b) => (b.lastUpdatedTime ?? '').localeCompare(a.lastUpdatedTime ?? ''));
  return (
    <div className={classes.page}>
      <div className={classes.bar} role="toolbar" aria-label={Noun}>
        <h2>{Noun}</h2>
        <span className={classes.spacer} />
        <TrashButton project={project} />
        <Button leftSection={<PlusIcon size={14} />} onClick={() => void show({ kind: 'new' })}>
          New {noun}
        </Button>
      </div>
      <div className={classes.list}>
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Changed</th>
              <th scope="col">By</th>
              {noun === 'dashboard' && <th scope="col">Widgets</th>}
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {noun === 'dashboard' && (
              <tr>
                <td>
                  <button type="button" className="link" onClick={() => open(defaultBoard)}>
                    Default dashboard
                  </button>
                </td>
                <td colSpan={4} className={classes.of}>
                  Arranged by what the runs log, and always up to date
                </td>
              </tr>
            )}
            {noun === 'report' && sorted.length === 0 && (
              <tr>
                <td colSpan={4} className={classes.of}>
                  None yet. A report says what you found, with charts of the runs that you choose.
                </td>
              </tr>
            )}
            {sorted.map((board) => (
              <tr key={board.versionBranch}>
                <td>
                  <button type="button" className="link" onClick={() => open(board.versionBranch)}>
                    <bdi>{board.name || 'Without a name'}</bdi>
                  </button>
                </td>
                <td>{board.lastUpdatedTime !== undefined && formatAgo(board.lastUpdatedTime, now)}</td>
                <td>
                  <bdi className="name">{board.owner}</bdi>
                </td>
                {noun === 'dashboard' && (
                  <td className="number">{board.widgetCount !== undefined && formatCount(board.widgetCount)}</td>
                )}
                <td>
                  <RowMenu board={board} show={(next) => void show(next)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Dialogs project={project} dialog={dialog} close={() => setDialog(null)} open={open} />
    </div>
  );
}

function RowMenu({ board, show }: { board: DashboardMeta; show: (dialog: Dialog) => void }) {
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={`More for ${board.name}`}>
          <DotsIcon />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<PencilIcon size={14} />} onClick={() => show({ kind: 'rename', of: board })}>
          Rename…
        </Menu.Item>
        <Menu.Item leftSection={<CopyIcon size={14} />} onClick={() => show({ kind: 'copy', of: board })}>
          Duplicate…
        </Menu.Item>
        <Menu.Item
          color="red"
          leftSection={<TrashIcon size={14} />}
          onClick={() => show({ kind: 'delete', of: board })}
        >
          Delete…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface DialogsProps extends BoardsListProps {
  dialog: Dialog;
  close: () => void;
}

/** They close when the server has done what they ask for. */
function Dialogs({ project, dialog, close, open }: DialogsProps) {
  const client = useQueryClient();
  const api = useBoardApi();
  const { noun } = api;
  const refresh = () => client.invalidateQueries({ queryKey: boardsKey(project) });
  const [target, setTarget] = useState<string | null>(null);
  const [copied, setCopied] = useState<Copied | null>(null);
  const saving = useMutation({
    mutationFn: async (name: string) => {
      if (dialog?.kind === 'rename') {
        await rename(api, project, dialog.of.id, name);
        return null;
      }
      if (dialog?.kind !== 'copy') return api.create(project, { ...blank(), name });
      const content = { ...contentOf((await api.get(project, dialog.of.id)).data), name };
      if (target === null) return api.create(project, content);
      const made = await api.create(target, noun === 'report' ? await inOther(content, project, target) : content);
      setCopied({ project: target, branch: made.versionBranch, name });
      return null;
    },
    onSuccess: async (made) => {
      const isNew = dialog?.kind === 'new';
      close();
      setTarget(null);
      await refresh();
      if (made !== null) open(made.versionBranch, isNew);
    },
  });
  const remove = useMutation({
    mutationFn: () => api.delete(project, dialog?.kind === 'delete' ? dialog.of.versionBranch : ''),
    onSuccess: async () => {
      close();
      await refresh();
    },
  });
  if (dialog === null) {
    return copied === null ? null : <CopiedDialog noun={noun} {...copied} close={() => setCopied(null)} />;
  }
  if (dialog.kind === 'delete') {
    return (
      <ConfirmDialog
        title={`Delete the ${noun}`}
        action="Delete"
        opened
        close={close}
        mutation={{ ...remove, mutate: () => remove.mutate() }}
      >
        “{dialog.of.name}” goes for everybody, with all its versions. The trash keeps it for 30 days.
      </ConfirmDialog>
    );
  }
  const titles = { new: `New ${noun}`, rename: `Rename the ${noun}`, copy: `Duplicate the ${noun}` };
  const initial = dialog.kind === 'new' ? '' : dialog.kind === 'copy' ? `${dialog.of.name} (copy)` : dialog.of.name;
  return (
    <NameDialog
      title={titles[dialog.kind]}
      initial={initial}
      isBusy={saving.isPending}
      error={saving.error}
      close={() => {
        saving.reset();
        setTarget(null);
        close();
      }}
      done={(name) => saving.mutate(name)}
    >
      {dialog.kind === 'copy' && (
        <>
          <ProjectSelect project={project} value={target} choose={setTarget} />
          {target !== null && noun === 'report' && (
            <span className={classes.of}>Its sections go on showing the runs that they show now.</span>
          )}
        </>
      )}
    </NameDialog>
  );
}

interface Copied {
  project: string;
  branch: string;
  name: string;
}

/** Where the copy is that went into another project. */
function CopiedDialog({ noun, project, branch, name, close }: Copied & { noun: string; close: () => void }) {
  const to = noun === 'report' ? reportPath(project, branch) : runsPath(project, `?tab=dashboards&board=${branch}`);
  return (
    <DialogBox onClose={close} title="Duplicated">
      <p>
        <Link to={to}>
          <bdi>{name}</bdi>
        </Link>{' '}
        is in <bdi>{project}</bdi> now.
      </p>
    </DialogBox>
  );
}

/** A report for another project, whose sections say that their runs are of this one. */
async function inOther(content: DashboardContent, from: string, to: string): Promise<DashboardContent> {
  const projects = await listProjects();
  const idOf = (name: string) => projects.find((one) => projectId(one) === name)?.id;
  const [source, target] = [idOf(from), idOf(to)];
  if (source === undefined || target === undefined) throw new Error('One of the projects is not there any more.');
  return inProject(content, source, target);
}

/** Published reports stay as they are: another name is another version. */
async function rename(api: BoardApi, project: string, id: string, name: string): Promise<void> {
  const { data, tag } = await api.get(project, id);
  const content = { ...contentOf(data), name };
  if (api.noun === 'dashboard' || data.draft) {
    await api.save(project, id, content, tag);
    return;
  }
  const draft = await api.createDraft(project, data, content);
  await api.publish(project, draft.data.id, '');
}

function blank(): DashboardContent {
  return writeBoard(emptyBoard);
}
