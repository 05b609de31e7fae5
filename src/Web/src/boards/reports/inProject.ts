import type { DashboardContent, WidgetDto } from '../../api/dashboards';
import { without } from '../../api/documents';
import type { RunGroupDto } from '../../api/reports';
import { withOptions } from '../options';

/**
 * A report for another project: each section shows the runs that it showed.
 *
 * @param from id of the project that it is of.
 * @param to id of the one that it goes to.
 */
export function inProject(content: DashboardContent, from: string, to: string): DashboardContent {
  const moved = (group: RunGroupDto): RunGroupDto => {
    const { projectId = from } = group;
    const rest = without(group, ['projectId']) as RunGroupDto;
    return projectId === to ? rest : { ...rest, projectId };
  };
  const head = (dto: WidgetDto): WidgetDto => {
    const groups = dto.options?.runGroups;
    return Array.isArray(groups) ? withOptions(dto, { runGroups: (groups as RunGroupDto[]).map(moved) }) : dto;
  };
  return { ...content, widgets: content.widgets.map(head) };
}
