// Writes the documents that are made from the program itself: `npm run docs`. A test fails while they are stale.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandsDocument } from './docs/commands.ts';
import { configurationDocument } from './docs/configuration.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What `docs/` has to hold, by file name. */
export function generatedDocuments(): Readonly<Record<string, string>> {
  return { 'commands.md': commandsDocument(), 'configuration.md': configurationDocument() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(generatedDocuments())) {
    writeFileSync(join(ROOT, 'docs', name), text);
    console.log(`Wrote docs/${name}.`);
  }
}
