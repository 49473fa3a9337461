import { defineConfig } from 'vite';
import { ROOT, RUNTIME_MODULES } from './shared.ts';

/** The Node host and command line as ES modules that run on a plain Node 20 without node_modules. */
export default defineConfig({
  root: ROOT,
  publicDir: false,
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'electron/headless.ts',
    outDir: 'dist/headless',
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    sourcemap: true,
    reportCompressedSize: false,
    rollupOptions: {
      external: [...RUNTIME_MODULES],
      output: { format: 'es', entryFileNames: 'gatehouse.mjs', chunkFileNames: '[name]-[hash].mjs' },
    },
  },
});
