import { useEffect } from 'react';

import { navigate } from '../browser/navigation';
import { Link } from '../components/Link';
import { EmptyState, Loading } from '../components/States';
import { AppShell } from '../shell/AppShell';
import { hasLostRuns, redirectTo } from '../url/redirects';

export interface RedirectProps {
  pathname: string;
  search: string;
}

/** Goes from an address of Neptune's app to ours. Few need it: it is no part of the first page. */
export function Redirect({ pathname, search }: RedirectProps) {
  const to = redirectTo(pathname, search);
  const isLost = hasLostRuns(search);
  useEffect(() => {
    if (to !== null && !isLost) navigate(to, 'replace');
  }, [to, isLost]);
  if (to !== null && isLost) {
    return (
      <AppShell crumbs={[{ label: 'Link of Neptune’s app' }]}>
        <EmptyState
          title="The runs that this link compares are not known here"
          action={
            <Link className="link" to={to}>
              Open the project and choose runs
            </Link>
          }
        >
          The link has only the number of a choice that Neptune’s servers kept, and no export has it.
        </EmptyState>
      </AppShell>
    );
  }
  return <Loading label="Loading the page" />;
}
