import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { memo, Suspense, use, useCallback, useMemo, useRef, useState } from 'react';

import { ChartTools } from '../../charts/chartTools';
import { guestKey } from '../../api/guest';
import { Exported, ExportedContext } from '../../components/exported';
import { CloseIcon, CopyIcon, DotsIcon, FullIcon, PencilIcon, TrashIcon } from '../../components/icons';
import { Path } from '../../components/Name';
import { EmptyState, Loading } from '../../components/States';
import { lazyWithRetry } from '../../data/lazyWithRetry';
import classes from '../boards.module.css';
import { newWidgetId, type BoardWidget } from '../board';
import { CommentsOfWidget } from '../comments/CommentsOfWidget';
import { duplicateWidget, moveToSection, removeWidgets, setWidget, type Edit } from '../edit';
import { chartId, kindOf, widgetTitle } from '../options';
import { useFigure } from '../out/figures';
import { kinds } from '../widgets/kinds';
import { ownSettings, type BoardSettings } from '../settings';
import type { BoardScope, ChartLook } from '../widget';
import { MarksContext } from './marks';
import { SaveMenu } from './SaveMenu';
import { useNear } from './useNear';
import { WidgetBoundary } from './WidgetBoundary';

const AddToBoard = lazyWithRetry(() => import('../AddToBoard').then((module) => module.AddToBoard));

/** What somebody who edits can do with widgets. It stays the same while they are edited. */
export interface Editing {
  edit: (edit: Edit, field?: string) => void;
  /** Opens the settings of a widget. */
  configure: (id: string) => void;
  copy: (id: string) => void;
}

/** Where a widget can be moved to. */
export interface SectionChoice {
  id: string;
  name: string;
}

export interface WidgetFrameProps extends BoardScope {
  widget: Pick<BoardWidget, 'id' | 'dto' | 'origin' | 'cell'>;
  settings: BoardSettings;
  look: ChartLook;
  /** In pixels. */
  width: number;
  height: number;
  isFull?: boolean;
  /** null: nobody edits, or the widget is made by a section. */
  editing: Editing | null;
  /** Other sections. */
  sections: readonly SectionChoice[];
  /** Whether the tab key comes here. */
  isActive: boolean;
  /** Whether arrow keys move it. */
  isMoving: boolean;
}

const stripHeight = 26;
const headHeight = 32;

/** A widget with what is around it. Its content is there only while it is near. */
export const WidgetFrame = memo(function WidgetFrame(props: WidgetFrameProps) {
  const { widget, editing, isFull = false, isActive, isMoving } = props;
  const [ref, isNear] = useNear();
  const mark = use(MarksContext).get(widget.id);
  const title = widgetTitle(widget.dto);
  const kind = kindOf(widget.dto);
  const label = title || (kind === null ? widget.dto.type : kinds[kind].name);
  return (
    <div
      ref={ref}
      className={classes.frame}
      data-widget={widget.id}
      data-edited={editing !== null}
      data-moving={isMoving}
      data-change={mark}
      role="group"
      aria-label={isMoving ? `${label}: moving` : mark === undefined ? label : `${label}: ${mark}`}
      tabIndex={isActive ? 0 : -1}
    >
      {mark !== undefined && (
        <span className={classes.mark} aria-hidden>
          {mark}
        </span>
      )}
      {editing !== null && <Strip {...props} editing={editing} label={label} />}
      {(isNear || isFull) && (
        <WidgetBoundary of={widget.dto}>
          <Suspense fallback={<div className={classes.card} />}>
            <Content {...props} title={title} />
          </Suspense>
        </WidgetBoundary>
      )}
      {(isNear || isFull) && <CommentsOfWidget widget={widget.id} label={label} />}
    </div>
  );
});

interface StripProps extends WidgetFrameProps {
  editing: Editing;
  label: string;
}

/** What moves the widget, and what can be done with it. */
function Strip({ widget, editing, sections, label }: StripProps) {
  const { id } = widget;
  const kind = kindOf(widget.dto);
  return (
    <div className={`${classes.strip} board-drag`}>
      <span className="name">{kind === null ? label : kinds[kind].name}</span>
      <span className={`${classes.stripEnd} board-still`}>
        <Tooltip label="Settings">
          <ActionIcon size="sm" aria-label={`Settings of ${label}`} onClick={() => editing.configure(id)}>
            <PencilIcon size={14} />
          </ActionIcon>
        </Tooltip>
        <Menu>
          <Menu.Target>
            <ActionIcon size="sm" aria-label={`More for ${label}`}>
              <DotsIcon size={14} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<CopyIcon size={14} />} onClick={() => editing.edit(duplicateWidget(id))}>
              Duplicate
            </Menu.Item>
            <Menu.Item leftSection={<CopyIcon size={14} />} onClick={() => editing.copy(id)}>
              Copy as text
            </Menu.Item>
            {sections.length > 0 && <Menu.Label>Move to</Menu.Label>}
            {sections.map((section) => (
              <Menu.Item key={section.id} onClick={() => editing.edit(moveToSection(id, section.id))}>
                <bdi className="name">{section.name}</bdi>
              </Menu.Item>
            ))}
            <Menu.Divider />
            <Menu.Item
              color="red"
              leftSection={<TrashIcon size={14} />}
              onClick={() => editing.edit(removeWidgets(new Set([id])))}
            >
              Remove
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </span>
    </div>
  );
}

function Content({ widget, editing, title, height, isFull = false, ...rest }: WidgetFrameProps & { title: string }) {
  const { dto, id } = widget;
  const kind = kindOf(dto);
  const room = editing === null ? height : height - stripHeight;
  const edit = editing?.edit;
  const origin = widget.origin ?? dto;
  const onEdit = useCallback(
    (change: (now: typeof dto) => typeof dto, field?: string) =>
      edit?.(setWidget(id, change(origin)), field && `${id} ${field}`),
    [edit, id, origin],
  );
  const card = useRef<HTMLElement>(null);
  const [exported] = useState(() => new Exported());
  useFigure(id, card, exported);
  const { runsMax = rest.settings.runsMax } = ownSettings(dto);
  const { runs: all } = rest;
  const runs = useMemo(() => (runsMax === 0 ? all : all.slice(0, runsMax)), [all, runsMax]);
  if (dto.type === 'withheld') {
    return (
      <div className={classes.card}>
        <EmptyState title={title === 'withheld' ? 'Not shown here' : `“${title}” is not shown here`}>
          {String(dto.options?.reason ?? '')}
        </EmptyState>
      </div>
    );
  }
  if (kind === null) {
    return (
      <div className={classes.card}>
        <EmptyState title={`“${dto.type}” is not known here`}>
          It stays in the dashboard as it is, for programs that know it.
        </EmptyState>
      </div>
    );
  }
  const { View, hasHead = false, isProse = false } = kinds[kind];
  const parts = { ...rest, runs, dto, isFull, onEdit: editing === null ? undefined : onEdit };
  const { cell } = widget;
  const make = () => ({ dto: { ...dto, id: newWidgetId() }, w: cell.w, h: cell.h });
  // Who edits copies and pastes; who has a public link has no boards.
  const adder = editing === null && guestKey === null && (
    <Suspense fallback={null}>
      <AddToBoard project={rest.project} title={title || kinds[kind].name} make={make} runs={runs} />
    </Suspense>
  );
  if (hasHead) {
    return (
      <ExportedContext value={exported}>
        <ChartTools value={() => adder}>
          <section ref={card} className={classes.whole}>
            <View {...parts} height={room} />
          </section>
        </ChartTools>
      </ExportedContext>
    );
  }
  const hasTitle = title !== '' || isFull;
  const name = title || kinds[kind].name;
  const save = <SaveMenu label={name} card={card} csv={isProse ? null : () => exported.csv()} />;
  const open = () => rest.look.onChange(chartId(dto), { kind: 'fullScreen', isFull: !isFull });
  return (
    <ExportedContext value={exported}>
      <section ref={card} className={classes.card} aria-label={title} data-full={isFull}>
        {!hasTitle && <div className={classes.floating} data-no-picture>{adder}{save}</div>}
        {hasTitle && (
          <header className={classes.cardHead}>
            <h3 className="name" title={title}>
              <Path>{title}</Path>
            </h3>
            <div className={classes.tools} data-no-picture>
              {adder}
              {save}
              <ActionIcon size="sm" aria-label={isFull ? 'Leave full screen' : `Full screen: ${title}`} onClick={open}>
                {isFull ? <CloseIcon size={14} /> : <FullIcon size={14} />}
              </ActionIcon>
            </div>
          </header>
        )}
        <div className={classes.content} data-content>
          <Suspense fallback={<Loading label={`Loading ${title}`} />}>
            <View {...parts} height={room - 2 - (hasTitle ? headHeight : 0)} />
          </Suspense>
        </div>
      </section>
    </ExportedContext>
  );
}
