import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { ROOT } from './shared.ts';

/** The page, one build for both hosts: only own files, no inline script or style, so that its CSP can be strict. */
export default defineConfig({
  root: path.join(ROOT, 'renderer'),
  base: '/',
  plugins: [react()],
  build: {
    outDir: path.join(ROOT, 'dist/renderer'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    assetsInlineLimit: 0,
    license: { fileName: 'licenses.md' },
    reportCompressedSize: false,
  },
});
