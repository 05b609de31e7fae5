import { useQuery } from '@tanstack/react-query';

import { queryValues } from '../../../api/attributes';
import { EmptyState, ErrorState, Loading } from '../../../components/States';
import { liveKey } from '../../../data/live';
import type { Attribute } from '../../../model/attribute';
import { valueText } from '../../../model/attributeText';
import { parseExtendedRegex } from '../../../model/nameFilter';
import type { Run } from '../../../model/run';
import { FileView } from '../files/FileView';
import classes from '../Tabs.module.css';

const folder = 'source_code/';
const valuesMax = 200;

/** What the clients say first; what else lies in the folder follows by name. */
const order = [
  'run_command',
  'branch',
  'dirty',
  'commit/message',
  'commit/commit_id',
  'commit/author_name',
  'commit/commit_date',
];

/** The code that the run was started from: where it stood, and what was changed since. */
export function SourceTab({ project, run }: { project: string; run: Run }) {
  const source = useQuery({
    queryKey: [...liveKey(project), 'source code', run.id],
    queryFn: async ({ signal }) => {
      const query = { project, runs: [run.id], filter: parseExtendedRegex(`^${folder}`), limit: valuesMax };
      return [...((await queryValues(query, signal)).get(run.id)?.values() ?? [])];
    },
  });
  if (source.isPending) return <Loading label="Loading the source code" />;
  if (source.data === undefined) {
    return (
      <ErrorState what="The source code could not be loaded" error={source.error} retry={() => void source.refetch()} />
    );
  }
  if (source.data.length === 0) {
    return (
      <EmptyState title="No source code">
        A run that is started within a Git repository logs its commit and what was changed since, unless it was made
        with <code>source_tracking_config=None</code>.
      </EmptyState>
    );
  }
  const facts = source.data.filter(({ type }) => type !== 'fileRef').sort(byOrder);
  return (
    <div className={classes.scroll}>
      <dl className={classes.facts}>
        {facts.map((attribute) => (
          <div key={attribute.name}>
            <dt>{nameOf(attribute)}</dt>
            <dd>
              <bdi>{valueText(attribute)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {source.data.sort((a, b) => nameOf(a).localeCompare(nameOf(b))).map(
        (attribute) =>
          attribute.type === 'fileRef' && (
            <section key={attribute.name} aria-label={nameOf(attribute)}>
              <FileView project={project} file={attribute.file} name={nameOf(attribute)} />
            </section>
          ),
      )}
    </div>
  );
}

function nameOf({ name }: Attribute): string {
  return name.slice(folder.length);
}

function byOrder(a: Attribute, b: Attribute): number {
  const [first, second] = [order.indexOf(nameOf(a)), order.indexOf(nameOf(b))].map((at) =>
    at < 0 ? order.length : at,
  );
  return first! - second! || nameOf(a).localeCompare(nameOf(b));
}
