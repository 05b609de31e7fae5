import { Select } from '@mantine/core';

import { EmptyState, ErrorState, Loading } from '../../../components/States';
import type { Change } from '../../../model/change';
import type { Run } from '../../../model/run';
import type { RunView } from '../../../model/runView';
import { useDefinitions } from '../useRun';
import { LogView } from '../../../widgets/logs/LogView';

export interface LogsTabProps {
  project: string;
  run: Run;
  view: RunView;
  change: Change<RunView>;
}

const types = ['stringSeries'] as const;

/** The text series of the run, console output first. */
export function LogsTab({ project, run, view, change }: LogsTabProps) {
  const logs = useDefinitions(project, run.id, types);
  if (logs.isPending) return <Loading label="Loading logs" />;
  if (logs.data === undefined) {
    return <ErrorState what="The logs could not be listed" error={logs.error} retry={() => void logs.refetch()} />;
  }
  const names = [...new Set(logs.data.map(({ name }) => name))].sort((a, b) => consolePlace(a) - consolePlace(b));
  const chosen = view.attribute !== null && names.includes(view.attribute) ? view.attribute : names[0];
  if (chosen === undefined) {
    return (
      <EmptyState title="No logs">
        Console output shows up here by itself; other text with <code>run.log_string_series</code>.
      </EmptyState>
    );
  }
  const choice = (
    <Select
      aria-label="Text series"
      w={260}
      searchable
      allowDeselect={false}
      data={names}
      value={chosen}
      onChange={(attribute) => change((now) => ({ ...now, attribute }))}
    />
  );
  return <LogView key={chosen} project={project} run={run.id} attribute={chosen} choice={choice} />;
}

/** What the program printed first, then its errors, then all else. */
function consolePlace(name: string): number {
  const place = ['stdout', 'stderr'].indexOf(name.slice(name.lastIndexOf('/') + 1));
  return place < 0 ? 2 : place;
}
