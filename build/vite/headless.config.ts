import { defineConfig } from 'vite';
import { BUILD_CONSTANTS, NODE_ALIASES, ROOT, RUNTIME_MODULES } from './shared.ts';

/** The Node host and command line as one ES module: runs on a plain Node 20 without node_modules, and a later build
 * takes nothing away from an instance that still runs. */
export default defineConfig({
  root: ROOT,
  publicDir: false,
  define: BUILD_CONSTANTS,
  resolve: { alias: NODE_ALIASES },
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'electron/headless.ts',
    outDir: 'dist/headless',
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    sourcemap: 'hidden',
    license: { fileName: 'licenses.md' },
    reportCompressedSize: false,
    rollupOptions: {
      external: [...RUNTIME_MODULES],
      output: { format: 'es', entryFileNames: 'gatehouse.mjs', codeSplitting: false },
    },
  },
});
