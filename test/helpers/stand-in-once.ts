import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { STAND_IN } from './electron-stand-in.ts';

const SOURCE = fileURLToPath(new URL('./electron-stand-in.mjs', import.meta.url));

/**
 * Before the tests of the application: its stand-in for `electron` as one plain file. With a loader for TypeScript in its
 * process, the bundle of the main process, megabytes of it, would go through that loader at each start.
 */
export default async function setup(): Promise<void> {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      ssr: SOURCE,
      outDir: fileURLToPath(new URL('.', STAND_IN)),
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'electron.mjs' } },
    },
  });
}
