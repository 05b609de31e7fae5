import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useMemo } from 'react';

import { Loading } from '../components/States';
import { readEmbedding } from '../model/guest';
import { SharePage } from '../pages/share/SharePage';
import { PageBoundary } from '../shell/PageBoundary';
import { createQueryClient } from './queries';
import { theme } from './theme';

/** The app of who has a public link: one page, without signing in. */
export function GuestApp() {
  const client = useMemo(() => createQueryClient(), []);
  const { scheme } = useMemo(() => readEmbedding(window.location.search), []);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" {...(scheme === null ? {} : { forceColorScheme: scheme })}>
      <QueryClientProvider client={client}>
        <PageBoundary address={window.location.pathname}>
          <Suspense fallback={<Loading label="Loading the page" />}>
            <SharePage />
          </Suspense>
        </PageBoundary>
      </QueryClientProvider>
    </MantineProvider>
  );
}
