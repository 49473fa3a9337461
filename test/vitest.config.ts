import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './longest-first.ts';

/** How long a condition may take to come true, however busy the machine is. A wait ends as soon as it is. */
const expect = { poll: { timeout: 90_000 } };

/** A failure says all of what was found: where CI alone saw it, "[ Array(1) ]" tells nobody anything. */
const chaiConfig = { truncateThreshold: 0 };

/** Also with two cores: what starts processes waits for them most of the time. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

/** One suite a project: `vitest run --project unit`. Every file has its own ports, folders, browser and chain. */
export default defineConfig({
  test: {
    // A path, not a URL's: on Windows that one begins with a slash before the drive.
    root: fileURLToPath(new URL('..', import.meta.url)),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          // No module here has state of its own, so a worker need not load all of them again for each file.
          isolate: false,
          // AppImages, and the shell that watches their start, are on no Windows.
          exclude: process.platform === 'win32' ? ['test/unit/shell/updater/{app-image,watched-start}.test.ts'] : [],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect,
          chaiConfig,
          maxWorkers,
        },
      },
      {
        test: {
          name: 'integration',
          globalSetup: 'test/helpers/build-once.ts',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 300_000,
          expect,
          chaiConfig,
          maxWorkers,
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
          chaiConfig,
          maxWorkers: 2,
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
          chaiConfig,
          maxWorkers,
        },
      },
      {
        test: {
          name: 'peers',
          globalSetup: 'test/helpers/openclaw-once.ts',
          include: ['test/peers/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect,
          chaiConfig,
          maxWorkers: 2,
        },
      },
    ],
  },
});
