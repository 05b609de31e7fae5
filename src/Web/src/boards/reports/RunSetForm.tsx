import { Button, Checkbox, NumberInput, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { createMoment } from '../../api/moments';
import { listProjects, projectId } from '../../api/projects';
import type { WidgetDto } from '../../api/dashboards';
import { Popup } from '../../components/Popup';
import { explain } from '../../model/errors';
import { formatMomentExact, plural } from '../../model/format';
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
      <Freezing
        runs={runs}
        shown={scope.runs.map(({ id }) => id)}
        set={(part) => {
          setNames((part.names ?? runs.names).join('\n'));
          set(part);
        }}
      />
      {foreign > 0 && (
        <span className={classes.of}>
          {plural(foreign, 'run group')} of other projects are not shown: give them a section of their own.
        </span>
      )}
    </div>
  );
}

interface FreezingProps {
  runs: SectionRuns;
  /** Ids of the runs that are shown now. */
  shown: readonly string[];
  set: (part: Partial<SectionRuns>) => void;
}

/** Fixes the runs and their series as they are at a moment. */
function Freezing({ runs, shown, set }: FreezingProps) {
  const freeze = useMutation({
    mutationFn: () => createMoment(),
    // Names of experiments mean whichever of their runs is the newest.
    onSuccess: (frozen) => set({ kind: 'these', frozen, names: shown }),
  });
  const button = (label: string) => (
    <Button
      variant="default"
      size="compact-sm"
      loading={freeze.isPending}
      disabled={shown.length === 0}
      onClick={() => freeze.mutate()}
    >
      {label}
    </Button>
  );
  return (
    <div className={classes.fields}>
      <div className={classes.across}>
        {button(runs.frozen === null ? 'Freeze as of now' : 'Freeze again as of now')}
        {runs.frozen !== null && (
          <Button variant="subtle" size="compact-sm" onClick={() => set({ frozen: null })}>
            Unfreeze
          </Button>
        )}
      </div>
      <span className={classes.of} role="status">
        {freeze.error !== null
          ? explain(freeze.error)
          : runs.frozen === null
            ? 'Frozen, the section keeps its runs and shows nothing that they log later.'
            : `Shows what was logged by ${formatMomentExact(Date.parse(runs.frozen.time))}.`}
      </span>
    </div>
  );
}
