import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { listProjects, projectId } from '../../api/projects';

export interface ProjectSelectProps {
  /** The one that somebody is in. */
  project: string;
  /** null while it is that one. */
  value: string | null;
  /** @param project null for the one that somebody is in. */
  choose: (project: string | null) => void;
}

/** Which project something goes into. */
export function ProjectSelect({ project, value, choose }: ProjectSelectProps) {
  const { data = [] } = useQuery({ queryKey: ['projects'], queryFn: ({ signal }) => listProjects(signal) });
  const others = data.map(projectId).filter((other) => other !== project);
  return (
    <Select
      label="Project"
      searchable
      allowDeselect={false}
      data={[{ value: project, label: `${project} (this one)` }, ...others]}
      value={value ?? project}
      onChange={(next) => choose(next === project ? null : next)}
    />
  );
}
