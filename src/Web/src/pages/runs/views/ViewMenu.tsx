import { Button, Menu, Modal, TextInput, type MenuItemProps } from '@mantine/core';
import { useState } from 'react';

import { isChanged } from '../../../api/viewContent';
import { navigate } from '../../../browser/navigation';
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
import type { Change } from '../../../model/change';
import { explain } from '../../../model/errors';
import { revertTo, standardView, type RunsView } from '../../../model/runsView';
import { runsPath } from '../../../url/route';
import { isSaved, useViewActions, type Views } from './useViews';

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
  const { actions, error, reset } = useViewActions(project, view);
  const current = views.current(view.viewId);
  const isDirty = isChanged(view, views.base(view.viewId));
  const open = (viewId: string) => navigate(runsPath(project, `?viewId=${encodeURIComponent(viewId)}`));
  const named = current?.name ?? (isSaved(view.viewId) ? 'Deleted view' : 'Standard view');
  const show = (next: Dialog) => {
    reset();
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
            title={isDirty ? `${named}: changed, not saved` : named}
          >
            <span className={classes.viewItem}>
              <bdi className="name">{named}</bdi>
              {isDirty && <span className={classes.changed} role="img" aria-label="changed, not saved" />}
            </span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah="70vh" style={{ overflowY: 'auto' }}>
          <Menu.Label>Views of this project</Menu.Label>
          <Choice
            name="Standard view"
            isHere={current === undefined}
            isDefault={false}
            open={() => open(standardView)}
          />
          {views.list.map((dto) => (
            <Choice
              key={dto.id}
              name={dto.name}
              isHere={dto.id === view.viewId}
              isDefault={dto.defaultView}
              open={() => open(dto.id)}
            />
          ))}
          <Menu.Divider />
          {current !== undefined && isDirty && (
            <Menu.Item leftSection={<CheckIcon size={14} />} onClick={() => void actions.save(current)}>
              Save changes, for everyone
            </Menu.Item>
          )}
          <Menu.Item leftSection={<PlusIcon size={14} />} onClick={() => show('new')}>
            Save as a new view…
          </Menu.Item>
          {isDirty && (
            <Menu.Item
              leftSection={<ResetIcon size={14} />}
              onClick={() => change((now) => revertTo(views.base(now.viewId), now))}
            >
              Undo changes
            </Menu.Item>
          )}
          {current !== undefined && (
            <>
              <Menu.Divider />
              <Menu.Item
                leftSection={<StarIcon size={14} />}
                onClick={() => void actions.setDefault(current.defaultView ? null : current.id)}
              >
                {current.defaultView ? 'No longer the default' : 'Make it the default'}
              </Menu.Item>
              <Menu.Item leftSection={<PencilIcon size={14} />} onClick={() => show('rename')}>
                Rename…
              </Menu.Item>
              <Menu.Item leftSection={<TrashIcon size={14} />} color="red" onClick={() => show('delete')}>
                Delete…
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {(dialog === 'new' || dialog === 'rename') && (
        <NameDialog
          title={dialog === 'new' ? 'Save as a new view' : 'Rename the view'}
          initial={dialog === 'rename' ? (current?.name ?? '') : ''}
          error={error}
          close={() => show(null)}
          done={async (name) => {
            if (dialog === 'rename' && current !== undefined) await actions.rename(current, name);
            if (dialog === 'new') {
              const made = await actions.create(name);
              change((now) => ({ ...now, viewId: made.id }));
            }
            setDialog(null);
          }}
        />
      )}
      <Modal opened={dialog === 'delete'} onClose={() => show(null)} title="Delete the view?">
        <p>
          <bdi>{current?.name}</bdi> goes for everyone who uses this project. The runs stay.
        </p>
        {error !== null && <p role="alert">{explain(error)}</p>}
        <Button
          color="red"
          onClick={() => {
            if (current === undefined) return;
            void actions.remove(current.id).then(() => {
              setDialog(null);
              open(standardView);
            });
          }}
        >
          Delete
        </Button>
      </Modal>
      {dialog === null && error !== null && (
        <Modal opened onClose={reset} title="The view was not changed">
          <p role="alert">{explain(error)}</p>
        </Modal>
      )}
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

interface NameDialogProps {
  title: string;
  initial: string;
  error: Error | null;
  close: () => void;
  done: (name: string) => Promise<void>;
}

function NameDialog({ title, initial, error, close, done }: NameDialogProps) {
  const [name, setName] = useState(initial);
  const isBlank = name.trim() === '';
  return (
    <Modal opened onClose={close} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // What goes wrong is said in the dialog.
          if (!isBlank) done(name.trim()).catch(() => undefined);
        }}
      >
        <TextInput
          data-autofocus
          label="Name"
          description="All who see the project find it in the list of views."
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={error === null ? undefined : explain(error)}
        />
        <Button type="submit" mt={14} disabled={isBlank}>
          Save
        </Button>
      </form>
    </Modal>
  );
}
