import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import { shortLinkAddress } from '../api/links';
import { navigate } from '../browser/navigation';
import { Link } from '../components/Link';
import { EmptyState, ErrorState, Loading } from '../components/States';
import { ApiError } from '../model/errors';
import { AppShell } from '../shell/AppShell';

/** Goes to the view that a short link leads to. */
export function OpenShort({ id }: { id: string }) {
  const found = useQuery({
    queryKey: ['short link', id],
    queryFn: ({ signal }) => shortLinkAddress(id, signal),
    staleTime: Infinity,
  });
  useEffect(() => {
    if (found.data !== undefined) navigate(found.data, 'replace');
  }, [found.data]);
  if (!found.isError) return <Loading label="Loading the page" />;
  const isUnknown = found.error instanceof ApiError && found.error.status === 404;
  return (
    <AppShell crumbs={[{ label: 'Short link' }]}>
      {isUnknown ? (
        <EmptyState
          title="This short link is not known"
          action={
            <Link className="link" to="/">
              Go to all projects
            </Link>
          }
        >
          The server keeps the links of each project that were used last. Ask whoever sent it to you to copy it anew.
        </EmptyState>
      ) : (
        <ErrorState what="This link could not be opened" error={found.error} retry={() => void found.refetch()} />
      )}
    </AppShell>
  );
}
