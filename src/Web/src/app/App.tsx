import { MantineProvider } from '@mantine/core';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { Suspense, useMemo, useSyncExternalStore } from 'react';

import { connection } from '../api/connection';
import { guestKey } from '../api/guest';
import { getSession } from '../api/session';
import { useAddress, useUnkept, useUnknownId } from '../browser/navigation';
import { Link } from '../components/Link';
import { EmptyState, ErrorState, Loading } from '../components/States';
import { lazyWithRetry } from '../data/lazyWithRetry';
import { ApiError } from '../model/errors';
import { shortIdIn } from '../model/guest';
import { ProjectsPage } from '../pages/projects/ProjectsPage';
import { AppShell } from '../shell/AppShell';
import { PageBoundary } from '../shell/PageBoundary';
import { isForeign, parseRoute } from '../url/route';
import { createQueryClient } from './queries';
import { theme } from './theme';

const LoginPage = lazyWithRetry(() => import('../pages/login/LoginPage').then((module) => module.LoginPage));
const RunsPage = lazyWithRetry(() => import('../pages/runs/RunsPage').then((module) => module.RunsPage));
const ReportsPage = lazyWithRetry(() => import('../pages/reports/ReportsPage').then((module) => module.ReportsPage));
const RunPage = lazyWithRetry(() => import('../pages/run/RunPage').then((module) => module.RunPage));
const KeepAddress = lazyWithRetry(() => import('./LongAddress').then((module) => module.KeepAddress));
const OpenKept = lazyWithRetry(() => import('./LongAddress').then((module) => module.OpenKept));
const Redirect = lazyWithRetry(() => import('./Redirect').then((module) => module.Redirect));
const GuestApp = lazyWithRetry(() => import('./GuestApp').then((module) => module.GuestApp));
const OpenShort = lazyWithRetry(() => import('./ShortLink').then((module) => module.OpenShort));
const FindRunPage = lazyWithRetry(() => import('../pages/run/FindRunPage').then((module) => module.FindRunPage));

export function App() {
  return guestKey === null ? (
    <MemberApp />
  ) : (
    <Suspense>
      <GuestApp />
    </Suspense>
  );
}

function MemberApp() {
  const client = useMemo(() => createQueryClient(), []);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <Gate />
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** Shows the app to people who are signed in, and the login page to others. */
function Gate() {
  const state = useSyncExternalStore(connection.subscribe, connection.state);
  const session = useQuery({ queryKey: ['session'], queryFn: getSession, staleTime: Infinity });
  const isUnknown = session.error instanceof ApiError && session.error.status === 401;
  if (state === 'signedOut' || isUnknown) {
    return (
      <Suspense fallback={<Loading label="Loading the page" />}>
        <LoginPage />
      </Suspense>
    );
  }
  if (session.isPending) return <Loading label="Connecting" />;
  if (session.isError && session.data === undefined) {
    return (
      <AppShell>
        <ErrorState what="NeptuneAlt could not start" error={session.error} retry={() => void session.refetch()} />
      </AppShell>
    );
  }
  return <Page />;
}

function Page() {
  const { pathname, search } = useAddress();
  const unknown = useUnknownId();
  const unkept = useUnkept();
  const route = parseRoute(pathname, search);
  const project = 'project' in route ? route.project : null;
  return (
    <PageBoundary address={pathname + search}>
      <Suspense fallback={<Loading label="Loading the page" />}>
        {unknown !== null && project !== null ? (
          <OpenKept project={project} id={unknown} />
        ) : (
          <PageAt pathname={pathname} search={search} />
        )}
      </Suspense>
      <Suspense>
        {unkept !== null && project !== null && <KeepAddress project={project} search={unkept} />}
      </Suspense>
    </PageBoundary>
  );
}

function PageAt({ pathname, search }: { pathname: string; search: string }) {
  const route = useMemo(() => parseRoute(pathname, search), [pathname, search]);
  const short = shortIdIn(pathname);
  if (short !== null) return <OpenShort id={short} />;
  if (isForeign(pathname, search)) return <Redirect pathname={pathname} search={search} />;
  switch (route.page) {
    case 'projects':
    case 'workspace':
      return <ProjectsPage />;
    case 'runs':
      return <RunsPage key={route.project} project={route.project} />;
    case 'run':
      return <RunPage key={`${route.project}/${route.run}`} project={route.project} run={route.run} />;
    case 'findRun':
      return (
        <FindRunPage
          project={route.project}
          by={route.by}
          name={route.key}
          search={route.tab === null ? search : `?detailsTab=${route.tab}`}
        />
      );
    case 'reports':
      return <ReportsPage key={route.project} project={route.project} report={route.report} />;
    case 'notFound':
      return (
        <AppShell crumbs={[{ label: 'Not found' }]}>
          <EmptyState
            title="Page not found"
            action={
              <Link className="link" to="/">
                Go to all projects
              </Link>
            }
          >
            Check the link, or start from the list of projects.
          </EmptyState>
        </AppShell>
      );
  }
}
