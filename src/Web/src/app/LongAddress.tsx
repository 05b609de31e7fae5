import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import { keepAddress, keptAddress } from '../api/addresses';
import { setKept } from '../browser/navigation';
import { Link } from '../components/Link';
import { ErrorState, Loading } from '../components/States';
import { AppShell } from '../shell/AppShell';
import { runsPath } from '../url/route';

/** What people do one after the other makes one address. */
const restMs = 1000;

/** Has the server keep what is too long for an address. Until it does, and where it refuses, it stays behind `#`. */
export function KeepAddress({ project, search }: { project: string; search: string }) {
  useEffect(() => {
    const timer = setTimeout(() => {
      keepAddress(project, search).then(
        (id) => setKept(id, search),
        () => undefined,
      );
    }, restMs);
    return () => clearTimeout(timer);
  }, [project, search]);
  return null;
}

/** Asks what the page shows whose address has an id in place of it. */
export function OpenKept({ project, id }: { project: string; id: string }) {
  const kept = useQuery({
    queryKey: ['kept address', project, id],
    queryFn: ({ signal }) => keptAddress(project, id, signal),
    staleTime: Infinity,
  });
  useEffect(() => {
    if (kept.data !== undefined) setKept(id, kept.data);
  }, [id, kept.data]);
  if (!kept.isError) return <Loading label="Loading the page" />;
  return (
    <AppShell crumbs={[{ label: project, to: runsPath(project) }]}>
      <ErrorState what="This link could not be opened" error={kept.error} retry={() => void kept.refetch()} />
      <Link className="link" to={runsPath(project)} style={{ textAlign: 'center' }}>
        Open the project
      </Link>
    </AppShell>
  );
}
