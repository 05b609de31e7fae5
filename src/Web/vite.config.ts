import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.NEPTUNEALT_URL ?? 'http://127.0.0.1:8400';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: process.env.NEPTUNEALT_WEB_OUT ?? '../Server/wwwroot',
    emptyOutDir: true,
    // Tells the budget what belongs to the first page.
    manifest: true,
    // The page's policy is `script-src 'self'`: no inline module preload helper, no data: scripts.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            // What no first page shows comes with the code that uses it.
            { name: 'mantine', test: /node_modules\/(@mantine|@floating-ui)\/(?!.*\/(MultiSelect|Slider|NumberInput)\/)/ },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': server, '/storage': server } },
  test: {
    globals: true,
    // Tests share the machine with builds: slow is not wrong.
    testTimeout: 120_000,
    css: { modules: { classNameStrategy: 'non-scoped' } },
    projects: [
      // Files that render have a document; the others start without one, which is most of the time that they take.
      {
        extends: true,
        test: {
          name: 'dom',
          environment: 'jsdom',
          setupFiles: ['src/test/setup.ts'],
          include: ['src/**/*.test.tsx', 'src/**/*.dom.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.ts'],
          exclude: ['src/**/*.dom.test.ts'],
        },
      },
    ],
  },
});
