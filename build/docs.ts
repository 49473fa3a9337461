// Writes the documents that are made from the program itself: `npm run docs`. A test fails while they are stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandsDocument } from './docs/commands.ts';
import { configurationDocument } from './docs/configuration.ts';
import { readmeDocument } from './docs/readme.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What is generated, wholly or in parts, by its path. */
export function generatedDocuments(): Readonly<Record<string, string>> {
  return {
    'docs/commands.md': commandsDocument(),
    'docs/configuration.md': configurationDocument(),
    'README.md': readmeDocument(readFileSync(join(ROOT, 'README.md'), 'utf8')),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(generatedDocuments())) {
    writeFileSync(join(ROOT, name), text);
    console.log(`Wrote ${name}.`);
  }
}
