// Builds the product: `node build/build.mjs` all of it, `node build/build.mjs headless renderer` only these.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const TARGETS = ['renderer', 'headless', 'preload', 'main'];
const folder = path.dirname(fileURLToPath(import.meta.url));
const asked = process.argv.slice(2);
const unknown = asked.filter(target => !TARGETS.includes(target));

if (unknown.length > 0) {
  console.error(`There is no target "${unknown.join('", "')}". Targets: ${TARGETS.join(', ')}.`);
  process.exit(2);
}

// What is built is what is shipped and tested, wherever it is built: a test runner sets this to `test`, which would
// bundle the development build of React.
process.env.NODE_ENV = 'production';

// Read from this computer's disk, so a large file costs no time on the way: no warning at a person's first start.
const LOCAL = { chunkSizeWarningLimit: 16_384 };

for (const target of asked.length > 0 ? asked : TARGETS) {
  await build({ configFile: path.join(folder, 'vite', `${target}.config.ts`), logLevel: 'warn', build: LOCAL });
  console.log(`Built ${target}.`);
}
// Its time tells whether the sources are newer than all of the targets.
if (asked.length === 0) await writeFile(path.join(folder, '../dist/.built'), '');
