import { ActionIcon, Menu, SegmentedControl, Tooltip } from '@mantine/core';
import { lazy, Suspense } from 'react';

import { ApiError } from '../../api/client';
import { FilterInput } from '../../components/FilterInput';
import { CheckIcon, DotsIcon, DownloadIcon } from '../../components/icons';
import type { Change } from '../../location';
import type { Column, RunsView } from '../../url/runs';
import { ColumnPicker } from './ColumnPicker';
import classes from './RunsPage.module.css';
import { SelectionMenu } from './SelectionMenu';

const NqlInput = lazy(() => import('../../nql/NqlInput').then((module) => ({ default: module.NqlInput })));

export interface ToolbarProps {
  project: string;
  view: RunsView;
  change: Change<RunsView>;
  columns: readonly Column[];
  selectedCount: number;
  searchError: Error | null;
  exportCsv: () => void;
}

/** What narrows the table down and what it shows. */
export function Toolbar({ project, view, change, columns, selectedCount, searchError, exportCsv }: ToolbarProps) {
  const refused = searchError instanceof ApiError && searchError.status === 400 ? searchError : null;
  const inQuery = refused !== null && view.query !== '' ? refused : null;
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="Runs">
      <SegmentedControl
        value={view.mode}
        onChange={(mode) => change((now) => ({ ...now, mode: mode as RunsView['mode'] }))}
        data={[
          { value: 'experiments', label: 'Experiments' },
          { value: 'runs', label: 'Runs' },
        ]}
        aria-label="What the rows are"
      />
      <FilterInput
        label="Search names (regex)"
        placeholder="Name"
        width={170}
        value={view.name}
        onChange={(name) => change((now) => ({ ...now, name }), 'replace')}
        error={refused !== null && inQuery === null ? refused.message : undefined}
      />
      <Suspense fallback={<div className={classes.queryPlace} />}>
        <NqlInput
          project={project}
          value={view.query}
          onSubmit={(query) => change((now) => (now.query === query ? now : { ...now, query }))}
          error={inQuery}
        />
      </Suspense>
      <SelectionMenu view={view} change={change} selectedCount={selectedCount} />
      <ColumnPicker project={project} columns={columns} change={change} />
      <Tooltip label="Download the table as CSV">
        <ActionIcon aria-label="Download CSV" onClick={exportCsv}>
          <DownloadIcon />
        </ActionIcon>
      </Tooltip>
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
            Archived runs too
          </Menu.Item>
          <Menu.Item onClick={() => change((now) => ({ ...now, columns: null }))}>Columns as at first</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
