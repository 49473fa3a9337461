#!/usr/bin/env node
// The command line: runs what `npm run build` made of electron/headless.ts.
import { existsSync } from 'node:fs';

const built = new URL('../../dist/headless/gatehouse.mjs', import.meta.url);

if (existsSync(built)) {
  await import(built.href);
} else {
  console.error('Gatehouse is not built yet. Run `npm run build` in its folder first.');
  process.exitCode = 1;
}
