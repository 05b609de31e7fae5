import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';

import { PageBoundary } from './PageBoundary';

function Broken(): never {
  throw new Error('It is broken.');
}

function page(address: string, isBroken: boolean) {
  return (
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <PageBoundary address={address}>{isBroken ? <Broken /> : <p>All is well</p>}</PageBoundary>
      </QueryClientProvider>
    </MantineProvider>
  );
}

test('a page that fails says so, and the next one is as if nothing had been', async () => {
  const silenced = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { rerender } = render(page('/team/llm/runs', true));
  expect(await screen.findByRole('alert')).toHaveTextContent('It is broken.');
  expect(screen.getByRole('button', { name: 'Try again' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: /all projects/ })).toBeInTheDocument();

  rerender(page('/', false));
  expect(screen.getByText('All is well')).toBeInTheDocument();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  silenced.mockRestore();
});
