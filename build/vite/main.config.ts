import path from 'node:path';
import { defineConfig } from 'vite';
import { BUILD_CONSTANTS, NODE_ALIASES, ROOT, RUNTIME_MODULES } from './shared.ts';

/** The Electron host as one CommonJS file: the packaged app holds no node_modules. Forge and `build.mjs` both use this. */
export default defineConfig({
  root: ROOT,
  // The tray's icons stand beside the bundle, with the names that AppKit reads their scale and kind from.
  publicDir: path.join(ROOT, 'build/icons/bundle'),
  define: BUILD_CONSTANTS,
  resolve: { alias: NODE_ALIASES },
  ssr: { noExternal: true, target: 'node' },
  build: {
    // Built as for a server: otherwise packages would be taken in their browser edition.
    ssr: true,
    lib: { entry: path.join(ROOT, 'electron/main.ts'), formats: ['cjs'], fileName: () => 'main.cjs' },
    outDir: path.join(ROOT, '.vite/build'),
    emptyOutDir: false,
    // Forge turns it off unless it is asked for.
    copyPublicDir: true,
    target: 'node24',
    minify: false,
    sourcemap: 'hidden',
    license: { fileName: 'licenses.md' },
    reportCompressedSize: false,
    rollupOptions: { external: [...RUNTIME_MODULES], output: { codeSplitting: false } },
  },
});
