import { Button, Checkbox, NumberInput, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { listProjects, projectId } from '../../api/projects';
import type { WidgetDto } from '../../api/dashboards';
import { Popup } from '../../components/Popup';
import { plural } from '../../model/format';
import classes from '../boards.module.css';
import type { BoardScope } from '../widget';
import { foreignGroups, membersMax, noRuns, readRuns, withRuns, type SectionRuns } from './runGroups';

export interface RunSetFormProps {
  /** Of the section, with the runs that it shows now. */
  scope: BoardScope;
  /** The report's own project. */
  project: string;
  head: WidgetDto;
  /** @param field names what was typed in: what follows at once is the same step. */
  change: (head: WidgetDto, field?: string) => void;
}

/** Chooses the runs of a section of a report. */
export function RunSetButton(props: RunSetFormProps) {
  const runs = readRuns(props.head);
  const count = plural(props.scope.runs.length, 'run');
  const label = runs === null ? 'Runs…' : runs.kind === 'first' ? `First ${runs.count} runs` : count;
  return (
    <Popup
      label="Runs of the section"
      width={380}
      target={
        <Button variant="default" size="compact-xs">
          {label}
        </Button>
      }
    >
      <RunSetForm {...props} />
    </Popup>
  );
}

function RunSetForm({ scope, project, head, change }: RunSetFormProps) {
  const runs = readRuns(head) ?? noRuns;
  const set = (part: Partial<SectionRuns>, field?: string) => change(withRuns(head, { ...runs, ...part }), field);
  const [names, setNames] = useState(runs.names.join('\n'));
  const projects = useQuery({ queryKey: ['projects'], queryFn: ({ signal }) => listProjects(signal) });
  const others = (projects.data ?? []).filter((one) => projectId(one) !== project);
  const foreign = foreignGroups(head);
  const choose = (kind: SectionRuns['kind']) => {
    // Whoever goes from a query to names begins with what the query found.
    const found = kind === 'these' && runs.names.length === 0 ? scope.runs.map(({ id }) => id) : runs.names;
    setNames(found.join('\n'));
    set({ kind, names: found });
  };
  return (
    <div className={classes.fields}>
      <SegmentedControl
        aria-label="Which runs"
        value={runs.kind}
        onChange={(kind) => choose(kind as SectionRuns['kind'])}
        data={[
          { value: 'these', label: 'These runs' },
          { value: 'first', label: 'The first of a query' },
        ]}
      />
      <Select
        label="Project"
        searchable
        allowDeselect={false}
        data={[
          { value: '', label: `${project} (this one)` },
          ...others.map((one) => ({ value: one.id, label: projectId(one) })),
        ]}
        value={runs.project ?? ''}
        onChange={(value) => set({ project: value === '' ? null : value })}
      />
      {runs.kind === 'these' ? (
        <Textarea
          label="Run ids or experiment names, one a line"
          description={`${scope.runs.length} of ${runs.names.length} found`}
          autosize
          minRows={3}
          maxRows={12}
          value={names}
          onChange={(event) => {
            setNames(event.currentTarget.value);
            const lines = event.currentTarget.value.split('\n').map((line) => line.trim());
            set({ names: [...new Set(lines.filter((line) => line !== ''))].slice(0, membersMax) }, 'names');
          }}
        />
      ) : (
        <>
          <TextInput
            label="Query (NQL)"
            placeholder='`config/lr`:float < 0.001'
            maxLength={10_000}
            value={runs.query}
            onChange={(event) => set({ query: event.currentTarget.value }, 'query')}
          />
          <NumberInput
            label="At most"
            min={1}
            max={100}
            value={runs.count}
            onChange={(count) => typeof count === 'number' && set({ count: Math.round(count) }, 'count')}
          />
          <Checkbox
            label="Experiments: only the newest run of each"
            checked={runs.experimentsOnly}
            onChange={(event) => set({ experimentsOnly: event.currentTarget.checked })}
          />
          <span className={classes.of}>Whoever reads the report sees the runs that match at that time.</span>
        </>
      )}
      {foreign > 0 && (
        <span className={classes.of}>
          {plural(foreign, 'run group')} of other projects are not shown: give them a section of their own.
        </span>
      )}
    </div>
  );
}
