import { ActionIcon, Button } from '@mantine/core';

import { SettingsIcon } from '../../components/icons';
import { Popup } from '../../components/Popup';
import { explain } from '../../model/errors';
import classes from '../boards.module.css';
import type { BoardRest } from '../board';
import { setExtra, type Edit } from '../edit';
import { boardSettings, withSettings } from '../settings';
import { useProjectSettings, useSetProjectSettings } from '../useProjectSettings';
import type { BoardScope } from '../widget';
import { InheritForm } from './InheritForm';

export interface BoardSettingsButtonProps extends Pick<BoardScope, 'project' | 'runs' | 'baseline'> {
  rest: BoardRest;
  edit: (edit: Edit, field: string) => void;
}

/** The settings that all widgets of a dashboard begin with, and those of the project behind them. */
export function BoardSettingsButton({ rest, edit, ...scope }: BoardSettingsButtonProps) {
  const { settings, own: ofProject } = useProjectSettings(scope.project);
  const save = useSetProjectSettings(scope.project);
  const own = boardSettings(rest);
  return (
    <Popup
      label="Settings of all charts"
      width={320}
      target={
        <ActionIcon variant="default" size={30} aria-label="Settings of all charts" title="Settings of all charts">
          <SettingsIcon />
        </ActionIcon>
      }
    >
      <div className={classes.tall}>
        <InheritForm
          {...scope}
          inherited={settings}
          from="the project"
          own={own}
          set={(part) => edit(setExtra({ settings: withSettings(rest.extra?.settings, part) }), 'settings')}
        />
        <Button
          mt={12}
          fullWidth
          variant="default"
          loading={save.isPending}
          onClick={() => save.mutate({ ...ofProject, ...own })}
        >
          Make these the project’s
        </Button>
        <p className={classes.explained} role="status">
          {save.error !== null
            ? explain(save.error)
            : save.isSuccess
              ? 'All dashboards of the project begin with them now.'
              : 'For all dashboards of the project that do not set them.'}
        </p>
      </div>
    </Popup>
  );
}
