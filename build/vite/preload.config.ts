import path from 'node:path';
import { defineConfig } from 'vite';
import { ROOT } from './shared.ts';

/** The preload as one CommonJS file: a sandboxed preload can require nothing but electron. */
export default defineConfig({
  root: ROOT,
  publicDir: false,
  build: {
    outDir: path.join(ROOT, '.vite/build'),
    emptyOutDir: false,
    target: 'es2023',
    minify: false,
    reportCompressedSize: false,
    rollupOptions: {
      input: path.join(ROOT, 'electron/preload.ts'),
      external: ['electron'],
      output: { format: 'cjs', codeSplitting: false, entryFileNames: 'preload.cjs' },
    },
  },
});
