import type { WidgetDto } from '../../api/dashboards';
import { without } from '../../api/documents';
import type { RunGroupDto } from '../../api/reports';
import type { Moment } from '../../api/moments';
import { all, any, attributeRef, notArchived, notInTrash, quoteValue } from '../../model/query';
import { newSectionId } from '../board';
import { withOptions } from '../options';

/** The runs that a section of a report shows. */
export interface SectionRuns {
  kind: 'these' | 'first';
  /** Id of the project that the runs are of; null: the report's own. */
  project: string | null;
  /** Of `these`: ids of runs and names of experiments, in the order in which they are shown. */
  names: readonly string[];
  /** Of `first`: whatever the query finds when somebody reads the report, so many at most. */
  query: string;
  count: number;
  experimentsOnly: boolean;
  /** Of `these`: their series are shown as they were then; null: as they are. */
  frozen: Moment | null;
}

export const membersMax = 1000;

export const noRuns: SectionRuns = {
  ...{ kind: 'these', project: null, names: [] },
  ...{ query: '', count: 5, experimentsOnly: true },
  frozen: null,
};

const groupsOf = (head: WidgetDto | null): RunGroupDto[] => {
  const groups = head?.options?.runGroups;
  return Array.isArray(groups) ? (groups as RunGroupDto[]) : [];
};

/** null where the section names no runs. Several groups of one project are shown together. */
export function readRuns(head: WidgetDto | null): SectionRuns | null {
  const [first, ...others] = groupsOf(head);
  if (first === undefined) return null;
  const groups = [first, ...others.filter(({ projectId }) => projectId === first.projectId)];
  const names = groups.flatMap(({ runMemberKeys = [], experimentMemberKeys = [] }) => [
    ...runMemberKeys,
    ...experimentMemberKeys,
  ]);
  const { firstMembersByQueryCount, viewParams, projectId } = first;
  const count = firstMembersByQueryCount ?? 0;
  return {
    kind: names.length === 0 && count > 0 ? 'first' : 'these',
    project: projectId ?? null,
    names: [...new Set(names)],
    query: viewParams?.query ?? '',
    count: count > 0 ? Math.min(count, membersMax) : noRuns.count,
    experimentsOnly: viewParams?.experimentsOnly ?? true,
    frozen: names.length > 0 ? readFrozen(first.extra) : null,
  };
}

function readFrozen(extra: unknown): Moment | null {
  const { frozen } = (extra ?? {}) as { frozen?: Partial<Moment> | null };
  const { moment, time } = frozen ?? {};
  return typeof moment === 'string' && typeof time === 'string' ? { moment, time } : null;
}

/** How many groups of other projects than the first one's stand in the document, and are not shown. */
export function foreignGroups(head: WidgetDto | null): number {
  const [first, ...others] = groupsOf(head);
  return others.filter(({ projectId }) => projectId !== first?.projectId).length;
}

/** The head with other runs: one group, which keeps what is not understood of the first there was. */
export function withRuns(head: WidgetDto, runs: SectionRuns): WidgetDto {
  const [before] = groupsOf(head);
  const known = without(before ?? newRunGroup(), ['projectId']) as RunGroupDto;
  const said = without((known.extra ?? {}) as { frozen?: unknown }, ['frozen']);
  const frozen = runs.kind === 'these' ? runs.frozen : null;
  const group: RunGroupDto = {
    ...known,
    ...(runs.project !== null && { projectId: runs.project }),
    runMemberKeys: runs.kind === 'these' ? [...runs.names] : [],
    experimentMemberKeys: [],
    firstMembersByQueryCount: runs.kind === 'first' ? runs.count : 0,
    viewParams: { ...known.viewParams, query: runs.query, experimentsOnly: runs.experimentsOnly },
    extra: { ...said, ...(frozen !== null && { frozen }) },
  };
  return withOptions(head, { runGroups: [group] });
}

function newRunGroup(): RunGroupDto {
  return {
    id: newSectionId(),
    showOnlySelectedRuns: false,
    viewParams: { columnList: { columns: [] }, sortOptions: {} },
  };
}

/** The NQL that finds the runs. */
export function runsQuery({ kind, names, query }: SectionRuns): string {
  if (kind === 'first') return all(query, notInTrash, notArchived);
  const is = (path: string, name: string) => `${attributeRef(path, 'string')} == ${quoteValue(name)}`;
  const isHead = `${attributeRef('sys/experiment/is_head', 'bool')} = true`;
  return any(
    ...names.flatMap((name) => [
      is('sys/custom_run_id', name),
      is('sys/id', name),
      all(is('sys/name', name), isHead),
    ]),
  );
}
