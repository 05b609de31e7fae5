import { Button, TextInput } from '@mantine/core';
import { Suspense } from 'react';

import { Dialog } from '../../components/Dialog';
import { Loading } from '../../components/States';
import classes from '../boards.module.css';
import { sectionOf, widgetOf, type Board } from '../board';
import { setWidget } from '../edit';
import { kindOf, withOptions } from '../options';
import { boardSettings, ownSettings, settingsOf, withSettings } from '../settings';
import { useProjectSettings } from '../useProjectSettings';
import type { BoardScope } from '../widget';
import { kinds } from '../widgets/kinds';
import { InheritForm } from './InheritForm';
import type { Editing } from './WidgetFrame';

export interface WidgetSettingsProps extends BoardScope {
  board: Board;
  /** null: none is being set. */
  id: string | null;
  editing: Editing;
  close: () => void;
}

/** What a widget shows. Changes hold at once, and can be undone. */
export function WidgetSettings({ board, id, editing, close, ...scope }: WidgetSettingsProps) {
  const { settings } = useProjectSettings(scope.project);
  const widget = id === null ? undefined : widgetOf(board, id);
  const kind = widget === undefined ? null : kindOf(widget.dto);
  if (widget === undefined || kind === null) return null;
  const { dto } = widget;
  const { name, Form, namesItself = false } = kinds[kind];
  const head = sectionOf(board, widget.id)?.head ?? null;
  const change = (next: typeof dto, field?: string) =>
    editing.edit(setWidget(widget.id, next), field && `${widget.id} ${field}`);
  return (
    <Dialog onClose={close} title={name} size={namesItself || kind === 'value' ? 480 : 900}>
      <div className={classes.fields}>
        {!namesItself && (
          <TextInput
            label="Title"
            data-autofocus={kind !== 'text'}
            placeholder={kind === 'text' ? 'None' : 'Named after what it shows'}
            maxLength={200}
            value={dto.name ?? ''}
            onChange={(event) =>
              change({ ...withOptions(dto, { title: undefined }), name: event.currentTarget.value }, 'title')
            }
          />
        )}
        <Suspense fallback={<Loading label="Loading the form" />}>
          <Form key={widget.id} {...scope} dto={dto} change={change} close={close} />
        </Suspense>
        <details className={classes.settle}>
          <summary>{kind === 'line' ? 'Settings of this chart' : 'How many runs'}</summary>
          <InheritForm
            {...scope}
            inherited={settingsOf(head, { ...settings, ...boardSettings(board.rest) })}
            from={head === null ? 'the dashboard' : 'the section'}
            own={ownSettings(dto)}
            hasCharts={kind === 'line'}
            set={(part) =>
              change(withOptions(dto, { settings: withSettings(dto.options?.settings, part) }), 'settings')
            }
          />
        </details>
      </div>
      {!namesItself && (
        <div className={classes.actions}>
          <Button onClick={close}>Done</Button>
        </div>
      )}
    </Dialog>
  );
}
