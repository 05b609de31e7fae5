import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { Suspense, useMemo, useSyncExternalStore } from 'react';

import { connection } from '../api/connection';
import { getSession } from '../api/session';
import { useAddress, useUnkept, useUnknownId } from '../browser/navigation';
import { Link } from '../components/Link';
import { EmptyState, ErrorState, Loading } from '../components/States';
import { lazyWithRetry } from '../data/lazyWithRetry';
import { ApiError } from '../model/errors';
import { ProjectsPage } from '../pages/projects/ProjectsPage';
import { AppShell } from '../shell/AppShell';
import { PageBoundary } from '../shell/PageBoundary';
import { isForeign, parseRoute, runsPath } from '../url/route';
import { theme } from './theme';

const LoginPage = lazyWithRetry(() => import('../pages/login/LoginPage').then((module) => module.LoginPage));
const RunsPage = lazyWithRetry(() => import('../pages/runs/RunsPage').then((module) => module.RunsPage));
const RunPage = lazyWithRetry(() => import('../pages/run/RunPage').then((module) => module.RunPage));
const KeepAddress = lazyWithRetry(() => import('./LongAddress').then((module) => module.KeepAddress));
const OpenKept = lazyWithRetry(() => import('./LongAddress').then((module) => module.OpenKept));
const Redirect = lazyWithRetry(() => import('./Redirect').then((module) => module.Redirect));
const FindRunPage = lazyWithRetry(() => import('../pages/run/FindRunPage').then((module) => module.FindRunPage));

/** Retries what may be temporary. A client error is not. */
function retry(failures: number, error: Error): boolean {
  if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429) return false;
  return failures < 3;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry, networkMode: 'always', staleTime: 30_000, refetchOnWindowFocus: false },
      mutations: { networkMode: 'always' },
    },
  });
}

export function App() {
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
    case 'report':
      return (
        <AppShell crumbs={[{ label: route.project, to: runsPath(route.project) }, { label: 'Report' }]}>
          <EmptyState
            title="Reports of Neptune's app are not kept here"
            action={
              <Link className="link" to={runsPath(route.project)}>
                Open the project {route.project}
              </Link>
            }
          >
            The runs that the report shows are in the project: what you set up there can be saved as a view.
          </EmptyState>
        </AppShell>
      );
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
