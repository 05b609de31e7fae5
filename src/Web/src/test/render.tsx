import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { render, type RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';

import { createQueryClient } from '../app/queries';
import { theme } from '../app/theme';

/** Shows something as the app would, at an address. */
export function show(content: ReactNode, address = '/'): RenderResult {
  window.history.replaceState(null, '', address);
  const client = createQueryClient();
  client.setDefaultOptions({ queries: { ...client.getDefaultOptions().queries, retry: false } });
  return render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={client}>{content}</QueryClientProvider>
    </MantineProvider>,
  );
}
