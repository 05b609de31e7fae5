import { useQuery } from '@tanstack/react-query';

import { getProject } from '../../../api/projects';
import { currentSearch, navigate } from '../../../browser/navigation';
import { Dialog } from '../../../components/Dialog';
import { ErrorState } from '../../../components/States';
import { ProjectSettings } from '../../../project/ProjectSettings';
import { runsPath } from '../../../url/route';

/** The project's settings, from within it. A new name is a new address. */
export function ProjectDialog({ project, close }: { project: string; close: () => void }) {
  const found = useQuery({
    queryKey: ['projects', project],
    queryFn: ({ signal }) => getProject(project, signal),
    staleTime: 0,
  });
  if (found.isError) {
    return (
      <Dialog onClose={close} title="Project settings">
        <ErrorState what="They could not be loaded" error={found.error} retry={() => void found.refetch()} />
      </Dialog>
    );
  }
  if (found.data === undefined || found.isFetching) return null;
  const saved = (id: string) => {
    if (id !== project) navigate(runsPath(id, currentSearch()), 'replace');
  };
  return <ProjectSettings project={found.data} close={close} saved={saved} />;
}
