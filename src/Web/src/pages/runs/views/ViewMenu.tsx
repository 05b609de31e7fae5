import { Button, Menu, type MenuItemProps } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { Dialog } from '../../../components/Dialog';
import { contentOf, isChanged, readView } from '../../../api/viewContent';
import type { ViewDto } from '../../../api/views';
import { currentSearch, navigate } from '../../../browser/navigation';
import {
  CheckIcon,
  DownIcon,
  PencilIcon,
  PlusIcon,
  ResetIcon,
  StarIcon,
  TrashIcon,
  ViewIcon,
} from '../../../components/icons';
import classes from '../../../components/menus.module.css';
import type { Change, HistoryMode } from '../../../model/change';
import { explain } from '../../../model/errors';
import { named } from '../../../data/naming';
import { defaultRuns, rememberedOf, revertTo, standardView, type RunsView } from '../../../model/runsView';
import { runsPath } from '../../../url/route';
import { printRuns } from '../../../url/runs';
import { ConflictDialog } from './ConflictDialog';
import { isSaved, useViewActions, type Conflict, type ViewActions, type Views } from './useViews';
import { DeleteDialog, NameDialog } from './ViewDialogs';

export interface ViewMenuProps {
  project: string;
  view: RunsView;
  views: Views;
  change: Change<RunsView>;
}

type Dialog = 'new' | 'rename' | 'delete' | null;

/** The saved views: goes to one, and keeps, renames, deletes and prefers them. All who see the project share them. */
export function ViewMenu({ project, view, views, change }: ViewMenuProps) {
  const [dialog, setDialog] = useState<Dialog>(null);
  const { actions, conflict, error, reset } = useViewActions(project, view);
  const current = views.current(view.viewId);
  // Without a saved view the page is remembered by itself: only what would be lost is a change.
  const isDirty = isChanged(view, view.viewId === null ? rememberedOf(view) : views.base(view.viewId));
  const isStandard = view.viewId !== null || !isChanged(view, defaultRuns);
  const name = current?.name ?? (isSaved(view.viewId) ? 'View not found' : 'Standard view');
  const open = (viewId: string) => navigate(runsPath(project, `?viewId=${encodeURIComponent(viewId)}`));
  // The view has what the address said: that is left with where one looks.
  const shorten = (dto: ViewDto, how: HistoryMode, shown = view) =>
    navigate(runsPath(project, printRuns({ ...shown, viewId: dto.id, revision: dto.revision }, readView(dto))), how);
  const saving = async (saves: Promise<ViewDto>) => {
    const search = currentSearch();
    // What goes wrong is said in a dialog. What was changed meanwhile stays.
    const saved = await saves.catch(() => null);
    if (saved !== null && currentSearch() === search) shorten(saved, 'replace');
  };
  const client = useQueryClient();
  const show = async (next: Dialog) => {
    reset();
    // Before the dialog, not over it.
    if (next === 'new' || next === 'rename') await named(client);
    setDialog(next);
  };
  return (
    <>
      <Menu position="bottom-start" width={280}>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<ViewIcon size={14} />}
            rightSection={<DownIcon size={12} />}
            maw={220}
            title={isDirty ? `${name}: changed, not saved` : name}
          >
            <span className={classes.viewItem}>
              <bdi className="name">{name}</bdi>
              {isDirty && <span className={classes.changed} role="img" aria-label="changed, not saved" />}
            </span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah="70vh" style={{ overflowY: 'auto' }}>
          <ViewList views={views.list} current={current} open={open} />
          <Menu.Divider />
          {current !== undefined && isDirty && (
            <Menu.Item leftSection={<CheckIcon size={14} />} onClick={() => void saving(actions.save(current))}>
              Save changes for everyone
            </Menu.Item>
          )}
          <Menu.Item leftSection={<PlusIcon size={14} />} onClick={() => void show('new')}>
            Save as a new view…
          </Menu.Item>
          {isDirty && (
            <Menu.Item
              leftSection={<ResetIcon size={14} />}
              onClick={() => change((now) => revertTo(views.base(now.viewId), now))}
            >
              Discard changes
            </Menu.Item>
          )}
          {!isDirty && !isStandard && (
            <Menu.Item
              leftSection={<ResetIcon size={14} />}
              onClick={() => change((now) => revertTo(defaultRuns, now))}
            >
              Reset to the standard view
            </Menu.Item>
          )}
          {current !== undefined && (
            <CurrentItems current={current} actions={actions} show={(next) => void show(next)} />
          )}
        </Menu.Dropdown>
      </Menu>
      <Dialogs
        dialog={dialog}
        current={current}
        conflict={conflict}
        actions={actions}
        error={error}
        close={() => void show(null)}
        create={async (chosen) => shorten(await actions.create(chosen), 'push')}
        deleted={() => open(standardView)}
      />
      {conflict !== null && dialog !== 'delete' && (
        <ConflictDialog
          conflict={conflict}
          error={error}
          close={reset}
          reload={async (theirs) => {
            reset();
            await actions.reload();
            if (theirs === null) open(standardView);
            else shorten(theirs, 'push', revertTo(readView(theirs), view));
          }}
          create={async (chosen) => {
            const created = await actions.create(chosen, contentOf(conflict.mine));
            void show(null);
            shorten(created, 'push');
          }}
          overwrite={(theirs) => void saving(actions.overwrite(conflict.mine, theirs))}
        />
      )}
      {dialog === null && conflict === null && error !== null && (
        <Dialog onClose={reset} title="The view was not changed">
          <p role="alert">{explain(error)}</p>
        </Dialog>
      )}
    </>
  );
}

interface DialogsProps {
  dialog: Dialog;
  current: ViewDto | undefined;
  conflict: Conflict | null;
  actions: ViewActions;
  error: Error | null;
  close: () => void;
  /** Saves what the page shows under a new name, and goes there. */
  create: (name: string) => Promise<void>;
  deleted: () => void;
}

/** They close when the server has done what they ask for. */
function Dialogs({ dialog, current, conflict, actions, error, close, create, deleted }: DialogsProps) {
  if (dialog === 'new') {
    const done = (name: string) => create(name).then(close);
    return <NameDialog title="Save as a new view" initial="" error={error} close={close} done={done} />;
  }
  if (current === undefined) return null;
  const rename = async (name: string) => {
    await actions.rename(current, name);
    close();
  };
  const remove = async () => {
    await actions.remove(conflict?.theirs ?? current);
    close();
    deleted();
  };
  return (
    <>
      {dialog === 'rename' && conflict === null && (
        <NameDialog title="Rename the view" initial={current.name} error={error} close={close} done={rename} />
      )}
      <DeleteDialog
        opened={dialog === 'delete'}
        name={current.name}
        conflict={conflict}
        error={error}
        close={close}
        // What goes wrong is said in the dialog.
        remove={() => void remove().catch(() => undefined)}
      />
    </>
  );
}

interface ViewListProps {
  views: readonly ViewDto[];
  current: ViewDto | undefined;
  open: (id: string) => void;
}

function ViewList({ views, current, open }: ViewListProps) {
  return (
    <>
      <Menu.Label>Views of this project</Menu.Label>
      <Choice
        name="Standard view"
        isHere={current === undefined}
        isDefault={false}
        open={() => open(standardView)}
      />
      {views.map(({ id, name, defaultView }) => (
        <Choice key={id} name={name} isHere={id === current?.id} isDefault={defaultView} open={() => open(id)} />
      ))}
    </>
  );
}

interface CurrentItemsProps {
  current: ViewDto;
  actions: ViewActions;
  show: (dialog: Dialog) => void;
}

/** What can be done with the view that is open. */
function CurrentItems({ current, actions, show }: CurrentItemsProps) {
  return (
    <>
      <Menu.Divider />
      <Menu.Item
        leftSection={<StarIcon size={14} />}
        onClick={() => void actions.setDefault(current.defaultView ? null : current.id)}
      >
        {current.defaultView ? 'Remove as the default' : 'Set as the default'}
      </Menu.Item>
      <Menu.Item leftSection={<PencilIcon size={14} />} onClick={() => show('rename')}>
        Rename…
      </Menu.Item>
      <Menu.Item leftSection={<TrashIcon size={14} />} color="red" onClick={() => show('delete')}>
        Delete…
      </Menu.Item>
    </>
  );
}

interface ChoiceProps extends MenuItemProps {
  name: string;
  isHere: boolean;
  isDefault: boolean;
  open: () => void;
}

function Choice({ name, isHere, isDefault, open }: ChoiceProps) {
  return (
    <Menu.Item fw={isHere ? 600 : 400} rightSection={isHere ? <CheckIcon size={14} /> : null} onClick={open}>
      <span className={classes.viewItem}>
        <bdi className="name" title={name}>
          {name}
        </bdi>
        {isDefault && <StarIcon size={12} aria-label="default" role="img" aria-hidden={undefined} />}
      </span>
    </Menu.Item>
  );
}
