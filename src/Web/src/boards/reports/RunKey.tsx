import { TextInput } from '@mantine/core';
import { use } from 'react';

import { Popup } from '../../components/Popup';
import { Swatches } from '../../components/Swatches';
import { useColors } from '../../data/useColors';
import type { ChartRun } from '../../model/chartRun';
import { formatMomentExact } from '../../model/format';
import type { BoardSection } from '../board';
import type { Edit } from '../edit';
import { SharedScopes } from '../share/sharedScopes';
import type { BoardScope } from '../widget';
import { colorIn, setAlias, setColorIn } from './aliases';
import classes from './reports.module.css';
import { readRuns } from './runGroups';
import type { NamedRun } from './useSectionScopes';

const shownMax = 12;

export interface RunKeyProps {
  section: BoardSection;
  scope: BoardScope;
  /** What a run of the section is called elsewhere; null while that is not known. */
  original: (run: string) => NamedRun | null;
  /** null: nobody edits. */
  edit: ((edit: Edit, field?: string) => void) | null;
}

/** The runs of a section that brings its own, with their colors. Who edits gives them other names and colors here. */
export function RunKey({ section, scope, original, edit }: RunKeyProps) {
  const colors = useColors(scope.project);
  const shared = use(SharedScopes);
  const isShared = section.head !== null && shared?.has(section.id) === true;
  const set = readRuns(section.head);
  if (set === null && !isShared) return null;
  const { runs } = scope;
  if (runs.length === 0) return <p className={classes.runKey}>No run that this section names was found.</p>;
  return (
    <ul className={classes.runKey} aria-label="Runs of the section">
      {runs.slice(0, shownMax).map((run) => {
        const entry = (
          <>
            <span className={classes.dot} style={{ background: run.color ?? colors.of(run.id) }} />
            <bdi className="name" title={run.label}>
              {run.label}
            </bdi>
          </>
        );
        const named = original(run.id);
        return (
          <li key={run.id}>
            {edit === null || named === null ? entry : (
              <RunLook {...{ section, run, named, edit }}>{entry}</RunLook>
            )}
          </li>
        );
      })}
      {runs.length > shownMax && <li>and {runs.length - shownMax} more</li>}
      {scope.frozen !== undefined && (
        <li className={classes.frozen} title="What was logged later is not shown">
          as of {formatMomentExact(Date.parse(scope.frozen))}
        </li>
      )}
    </ul>
  );
}

interface RunLookProps {
  section: BoardSection;
  run: ChartRun;
  named: NamedRun;
  edit: (edit: Edit, field?: string) => void;
  children: React.ReactNode;
}

/** What a run is called in this report, and its color in this section. */
function RunLook({ section, run, named, edit, children }: RunLookProps) {
  const { original, project, alias } = named;
  const { head } = section;
  return (
    <Popup
      label={`Name and color of ${run.label}`}
      width={260}
      target={
        <button type="button" className={classes.runButton} title="Name and color in this report">
          {children}
        </button>
      }
    >
      <TextInput
        label="Name in this report"
        placeholder={original.id}
        maxLength={200}
        value={alias ?? ''}
        onChange={(event) => edit(setAlias(project, original, event.currentTarget.value), `alias ${run.id}`)}
      />
      {head !== null && (
        <Swatches
          label="Color in this section"
          none="The run’s own"
          value={colorIn(head, original.id) ?? ''}
          set={(color) => edit(setColorIn(head, original.id, color))}
        />
      )}
    </Popup>
  );
}
