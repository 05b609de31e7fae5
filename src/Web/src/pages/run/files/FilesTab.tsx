import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { queryValues } from '../../../api/attributes';
import { EmptyState, ErrorState, Loading } from '../../../components/States';
import { valueText } from '../../../model/attributeText';
import type { Change } from '../../../model/change';
import type { Run } from '../../../model/run';
import type { RunView } from '../../../model/runView';
import classes from '../Tabs.module.css';
import { useDefinitions } from '../useRun';
import { FileSeriesView } from './FileSeriesView';
import { FileView } from './FileView';

const types = ['fileRef', 'fileRefSeries'] as const;
const filesMax = 5000;

export interface FilesTabProps {
  project: string;
  run: Run;
  view: RunView;
  change: Change<RunView>;
}

/** Every file of the run, with a preview of the chosen one. */
export function FilesTab({ project, run, view, change }: FilesTabProps) {
  const definitions = useDefinitions(project, run.id, types);
  const names = useMemo(() => definitions.data?.map(({ name }) => name), [definitions.data]);
  const files = useQuery({
    queryKey: ['file values', project, run.id, names],
    queryFn: async ({ signal }) => {
      const values = await queryValues({ project, runs: [run.id], names: names ?? [], limit: filesMax }, signal);
      return [...(values.get(run.id)?.values() ?? [])].filter(
        ({ type }) => type === 'fileRef' || type === 'fileRefSeries',
      );
    },
    enabled: (names?.length ?? 0) > 0,
  });
  const error = definitions.error ?? files.error;
  if (error !== null) {
    return <ErrorState what="The files could not be listed" error={error} retry={() => void definitions.refetch()} />;
  }
  if (names?.length === 0) {
    return (
      <EmptyState title="No files">
        Upload some with <code>run.assign_files</code> or <code>run.log_files</code>.
      </EmptyState>
    );
  }
  if (files.data === undefined) return <Loading label="Loading files" />;
  const chosen = files.data.find(({ name }) => name === view.attribute) ?? files.data[0];
  return (
    <div className={classes.split}>
      <ul className={classes.list} aria-label="Files">
        {files.data.map((attribute) => (
          <li key={attribute.name}>
            <button
              type="button"
              aria-pressed={attribute === chosen}
              onClick={() => change((now) => ({ ...now, attribute: attribute.name }), 'replace')}
            >
              <bdi className="name" title={attribute.name}>
                {attribute.name}
              </bdi>
              <span>{valueText(attribute)}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className={classes.tab}>
        {chosen?.type === 'fileRef' && (
          <FileView key={chosen.name} project={project} file={chosen.file} name={chosen.name} />
        )}
        {chosen?.type === 'fileRefSeries' && (
          <FileSeriesView key={chosen.name} project={project} run={run.id} attribute={chosen.name} />
        )}
      </div>
    </div>
  );
}
