import { ActionIcon, Button, Menu, SegmentedControl, Tooltip } from '@mantine/core';
import { Suspense, useState } from 'react';

import { FilterInput } from '../../../components/FilterInput';
import { CheckIcon, DotsIcon, DownloadIcon, GearIcon, TrashIcon } from '../../../components/icons';
import { lazyWithRetry } from '../../../data/lazyWithRetry';
import type { Change } from '../../../model/change';
import type { Column } from '../../../model/column';
import { ApiError } from '../../../model/errors';
import type { RunsView } from '../../../model/runsView';
import { FilterBar } from '../filters/FilterBar';
import { FilterMenu } from '../filters/FilterMenu';
import { queryError } from '../filters/queryError';
import classes from '../RunsPage.module.css';
import type { Views } from '../views/useViews';
import { ViewMenu } from '../views/ViewMenu';
import { ColumnPicker } from './ColumnPicker';
import { GroupMenu } from './GroupMenu';
import { VisibleRunsMenu } from './VisibleRunsMenu';

const NqlInput = lazyWithRetry(() => import('../../../nql/NqlInput').then((module) => module.NqlInput));
const ProjectDialog = lazyWithRetry(() => import('./ProjectDialog').then((module) => module.ProjectDialog));

export interface ToolbarProps {
  project: string;
  view: RunsView;
  views: Views;
  change: Change<RunsView>;
  columns: readonly Column[];
  visibleCount: number;
  searchError: Error | null;
  exportCsv: () => void;
}

const storageKey = 'query-as-text';

/** What narrows the table down and what it shows. */
export function Toolbar({
  project,
  view,
  views,
  change,
  columns,
  visibleCount,
  searchError,
  exportCsv,
}: ToolbarProps) {
  const refused = searchError instanceof ApiError && searchError.status === 400 ? searchError : null;
  const inQuery = refused !== null && view.query !== '' ? queryError(refused.message, view) : null;
  const [isText, setText] = useState(() => localStorage.getItem(storageKey) === '1');
  const [isAsked, setAsked] = useState(false);
  const write = (asText: boolean) => {
    setAsked(asText);
    localStorage.setItem(storageKey, asText ? '1' : '0');
    setText(asText);
  };
  const query = (next: string) => change((now) => (now.query === next ? now : { ...now, query: next }));
  // A query that the server refuses is mended as text.
  const asText = isText || inQuery !== null;
  return (
    <>
      <div className={classes.toolbar} role="toolbar" aria-label="Runs">
        <ViewMenu project={project} view={view} views={views} change={change} />
        {!view.trash && (
          <SegmentedControl
            value={view.mode}
            onChange={(mode) => change((now) => ({ ...now, mode: mode as RunsView['mode'], opened: [] }))}
            data={[
              { value: 'experiments', label: 'Experiments' },
              { value: 'runs', label: 'Runs' },
            ]}
            aria-label="What the rows are"
          />
        )}
        <FilterInput
          label="Search names (regex)"
          placeholder="Name"
          width={150}
          value={view.name}
          onChange={(name) => change((now) => ({ ...now, name }), 'replace')}
          error={refused !== null && inQuery === null ? refused.message : undefined}
        />
        <FilterMenu project={project} view={view} change={change} />
        {asText && (
          <Suspense fallback={<div className={classes.queryPlace} />}>
            <NqlInput project={project} value={view.query} onSubmit={query} error={inQuery} takesFocus={isAsked} />
          </Suspense>
        )}
        <div className={classes.actions}>
          <Tooltip label={asText ? 'Show the query as conditions' : 'Write the query as NQL'}>
            <Button
              variant={asText ? 'light' : 'subtle'}
              {...(asText ? {} : { color: 'gray' })}
              px={8}
              aria-label="NQL: query as text"
              aria-pressed={asText}
              onClick={() => write(!asText)}
            >
              NQL
            </Button>
          </Tooltip>
          <GroupMenu project={project} view={view} columns={columns} change={change} />
          <VisibleRunsMenu view={view} change={change} visibleCount={visibleCount} />
          {/* Beside charts there are no columns but pinned ones. */}
          {view.tab === 'table' && (
            <>
              <ColumnPicker
                project={project}
                columns={columns}
                baseline={view.compare.reference}
                change={change}
              />
              <Tooltip label="Download the table as CSV">
                <ActionIcon aria-label="Download CSV" onClick={exportCsv}>
                  <DownloadIcon />
                </ActionIcon>
              </Tooltip>
            </>
          )}
          <MoreMenu project={project} view={view} change={change} />
        </div>
      </div>
      <FilterBar project={project} view={view} change={change} isText={asText} write={() => write(true)} />
    </>
  );
}

/** What is needed seldom. */
function MoreMenu({ project, view, change }: Pick<ToolbarProps, 'project' | 'view' | 'change'>) {
  const [isSettings, setSettings] = useState(false);
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label="More">
            <DotsIcon />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            rightSection={view.archived ? <CheckIcon size={14} /> : null}
            onClick={() => change((now) => ({ ...now, archived: !now.archived }))}
          >
            Show archived runs
          </Menu.Item>
          <Menu.Item onClick={() => change((now) => ({ ...now, columns: null }))}>Reset columns to defaults</Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<TrashIcon size={14} />}
            onClick={() => change((now) => ({ ...now, trash: !now.trash, tab: 'table', opened: [] }))}
          >
            {view.trash ? 'Leave the trash' : 'Trash'}
          </Menu.Item>
          <Menu.Item leftSection={<GearIcon size={14} />} onClick={() => setSettings(true)}>
            Project settings…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>{isSettings && <ProjectDialog project={project} close={() => setSettings(false)} />}</Suspense>
    </>
  );
}
