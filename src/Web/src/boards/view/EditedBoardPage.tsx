import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';

import type { DashboardMeta } from '../../api/dashboards';
import { PlusIcon, ResetIcon } from '../../components/icons';
import { Popup } from '../../components/Popup';
import { isBusy } from '../../components/popups';
import { FilledContext } from '../../data/filled';
import { AsOfContext } from '../../data/asOf';
import { explain } from '../../model/errors';
import { formatAgo } from '../../model/format';
import type { Chosen } from '../../model/chosen';
import { fillFormula, readVariables, writtenVariables } from '../../model/variables';
import classes from '../boards.module.css';
import type { SaveState } from '../autosave';
import { gridColumns, newWidgetId, sectionOf, widgetOf } from '../board';
import { useBoardApi } from '../boardApi';
import { clipText, readClip } from '../clip';
import type { Draft } from '../draft';
import { addSection, addWidgets, lastSection, setExtra, setName } from '../edit';
import { newDynamic, newSection, newWidget, type WidgetKind } from '../options';
import { noRuns, withRuns } from '../reports/runGroups';
import { CommentsButton } from '../comments/CommentsButton';
import { useSectionScopes } from '../reports/useSectionScopes';
import type { BoardScope } from '../widget';
import { kinds } from '../widgets/kinds';
import { BoardSettingsButton } from './BoardSettingsButton';
import { BoardView } from './BoardView';
import { Deleted } from './Deleted';
import { Editors } from './Editors';
import { Palette } from './Palette';
import { PublishButton } from './PublishButton';
import { VariablesForm } from './VariablesForm';
import { useVariables } from './useVariables';
import { VersionsButton } from './VersionsPane';
import type { Editing } from './WidgetFrame';
import { WidgetSettings } from './WidgetSettings';

export interface EditedBoardPageProps extends BoardScope {
  chosen: Chosen;
  choose: (chosen: Chosen) => void;
  branch: string;
  draft: Draft;
  /** What somebody published since the draft began. */
  newer: DashboardMeta | null;
  /** Somebody moved the dashboard to the trash since. */
  isDeleted: boolean;
  /** The draft is published, thrown away or put aside. */
  left: () => Promise<void>;
}

/** A dashboard that is edited: every change is in the draft a second later. */
export function EditedBoardPage(props: EditedBoardPageProps) {
  const { branch, draft, newer, isDeleted, left, chosen, choose, ...scope } = props;
  const { project, runs, experiments, baseline } = scope;
  const { noun } = useBoardApi();
  const board = useStore(draft.edited.store, (state) => state.board);
  const own = useMemo(() => ({ project, runs, experiments, baseline }), [project, runs, experiments, baseline]);
  const scopes = useSectionScopes(own, board.sections);
  const [palette, setPalette] = useState<string | null>(null);
  const [configured, setConfigured] = useState<string | null>(null);
  const configuredScope = scopes.of((configured !== null && sectionOf(board, configured)?.id) || '');
  const [failure, setFailure] = useState<unknown>(null);
  const editing = useMemo<Editing>(
    () => ({
      edit: (edit, field) => draft.edit(edit, field ?? null),
      configure: setConfigured,
      copy: (id) => {
        const widget = widgetOf(draft.edited.board, id);
        if (widget !== undefined) void navigator.clipboard?.writeText(clipText([widget])).catch(setFailure);
      },
    }),
    [draft],
  );
  useWindowKeys(draft);
  useEffect(() => {
    addEventListener('pagehide', draft.keep);
    return () => removeEventListener('pagehide', draft.keep);
  }, [draft]);
  const add = (kind: WidgetKind) => {
    const { h } = kinds[kind];
    // Reports are read from top to bottom: text is as wide as they are.
    const w = noun === 'report' && kind === 'text' ? gridColumns : kinds[kind].w;
    const id = newWidgetId();
    draft.edit(addWidgets(palette ?? lastSection, [{ dto: newWidget(id, kind), w, h }]));
    setPalette(null);
    setConfigured(id);
    requestAnimationFrame(() => document.querySelector(`[data-widget="${id}"]`)?.scrollIntoView({ block: 'nearest' }));
  };
  const addHead = (isDynamic: boolean) => {
    const head = isDynamic ? newDynamic() : newSection();
    const withOwn = noun === 'report' ? withRuns(head, { ...noRuns, kind: 'first' }) : head;
    draft.edit(addSection(withOwn, palette ?? undefined));
    setPalette(null);
  };
  const { filler } = useVariables(scope, board.rest, chosen);
  const filled = useCallback((text: string) => fillFormula(text, filler.values), [filler]);
  const done = async () => {
    try {
      if (draft.autosave.state().kind !== 'saved') await draft.autosave.flush();
      await left();
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <div className={classes.page}>
      <div className={classes.bar} role="toolbar" aria-label={`Edit the ${noun}`}>
        <TextInput
          aria-label={`Name of the ${noun}`}
          w={220}
          maxLength={200}
          value={board.name}
          onChange={(event) => draft.edit(setName(event.currentTarget.value), 'name')}
        />
        <History draft={draft} />
        <Button
          variant="default"
          leftSection={<PlusIcon size={14} />}
          onClick={() => setPalette(lastSection)}
        >
          Add widget
        </Button>
        <BoardSettingsButton
          {...{ project, runs, baseline }}
          rest={board.rest}
          edit={(edit, field) => draft.edit(edit, field)}
        />
        <Popup label="Variables" width={420} target={<Button variant="default">Variables</Button>}>
          <div className={classes.tall}>
            <VariablesForm
              project={project}
              variables={readVariables(board.rest.extra?.variables)}
              change={(variables, field) => draft.edit(setExtra({ variables: writtenVariables(variables) }), field)}
            />
          </div>
        </Popup>
        <span className={classes.spacer} />
        <Editors project={scope.project} branch={branch} />
        <SaveMark draft={draft} />
        <CommentsButton board={board} />
        <VersionsButton
          {...scope}
          branch={branch}
          draft={{ board: () => draft.edited.board, base: draft.base }}
          restore={(old) => draft.edit(() => old)}
        />
        <Button
          variant="subtle"
          color="red"
          onClick={() => void draft.discard().then(left).catch(setFailure)}
        >
          Discard
        </Button>
        <Button variant="default" onClick={() => void done()}>
          Done
        </Button>
        <PublishButton draft={draft} left={left} />
      </div>
      {failure !== null && (
        <div className={classes.notice} role="alert">
          {explain(failure)}
        </div>
      )}
      {isDeleted && <Deleted />}
      {newer !== null && (
        <div className={classes.notice} role="status">
          {newer.owner ?? 'Somebody'} published a newer version meanwhile. When you publish, both become one.
        </div>
      )}
      <BoardView {...scope} {...{ board, branch, editing, chosen, choose }} add={setPalette} />
      <Palette opened={palette !== null} close={() => setPalette(null)} choose={add} addSection={addHead} />
      <FilledContext value={filled}>
        <AsOfContext value={configuredScope.asOf ?? null}>
          <WidgetSettings
            {...configuredScope}
            {...{ board, editing }}
            id={configured}
            close={() => setConfigured(null)}
          />
        </AsOfContext>
      </FilledContext>
    </div>
  );
}

function History({ draft }: { draft: Draft }) {
  const canUndo = useStore(draft.edited.store.temporal, (history) => history.pastStates.length > 0);
  const canRedo = useStore(draft.edited.store.temporal, (history) => history.futureStates.length > 0);
  return (
    <span>
      <Tooltip label="Undo (Ctrl+Z)">
        <ActionIcon aria-label="Undo" disabled={!canUndo} onClick={() => draft.edited.undo()}>
          <ResetIcon />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Redo (Ctrl+Shift+Z)">
        <ActionIcon aria-label="Redo" disabled={!canRedo} onClick={() => draft.edited.redo()}>
          <ResetIcon style={{ transform: 'scaleX(-1)' }} />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}

const tickMs = 5000;

/** Whether the draft is saved, and when it was. */
function SaveMark({ draft }: { draft: Draft }) {
  const state = useSyncExternalStore(draft.autosave.subscribe, draft.autosave.state);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className={classes.draft} data-kind={state.kind} role="status">
      {saveText(state, now)}
    </span>
  );
}

function saveText(state: SaveState, now: number): string {
  switch (state.kind) {
    case 'saved':
      return state.at === null ? 'Draft' : `Draft, saved ${formatAgo(state.at, Math.max(now, state.at))}`;
    case 'unsaved':
      return 'Draft, not saved yet';
    case 'saving':
      return 'Draft, saving…';
    case 'failed':
      return `Draft, not saved, trying again: ${state.why}`;
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}

/** Undo and redo from anywhere on the page, and pasting of widgets. */
function useWindowKeys(draft: Draft) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target) || isBusy()) return;
      const key = event.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      event.preventDefault();
      if (key === 'y' || event.shiftKey) draft.edited.redo();
      else draft.edited.undo();
    };
    const paste = (event: ClipboardEvent) => {
      if (isTyping(event.target) || isBusy()) return;
      const clipped = readClip(event.clipboardData?.getData('text/plain') ?? '');
      if (clipped.length === 0) return;
      event.preventDefault();
      const near = document.activeElement?.closest<HTMLElement>('[data-section]')?.dataset.section;
      draft.edit(addWidgets(near ?? lastSection, clipped));
    };
    addEventListener('keydown', press);
    addEventListener('paste', paste);
    return () => {
      removeEventListener('keydown', press);
      removeEventListener('paste', paste);
    };
  }, [draft]);
}
