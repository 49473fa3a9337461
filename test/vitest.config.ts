import { defineConfig } from 'vitest/config';

/** How long a condition may take to come true, however busy the machine is. A wait ends as soon as it is. */
const expect = { poll: { timeout: 90_000 } };

/** One suite a project: `vitest run --project unit`. Suites that own a port, a browser or a chain run file by file. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000, expect } },
      {
        test: {
          name: 'integration',
          globalSetup: 'test/helpers/build-once.ts',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect,
        },
      },
      {
        test: {
          name: 'e2e',
          globalSetup: ['test/helpers/build-once.ts', 'test/helpers/browser-once.ts', 'test/helpers/stand-in-once.ts'],
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'package',
          globalSetup: ['test/helpers/build-once.ts', 'test/package/pack-once.ts'],
          include: ['test/package/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect,
        },
      },
      {
        test: {
          name: 'peers',
          include: ['test/peers/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect,
          fileParallelism: false,
        },
      },
    ],
  },
});
