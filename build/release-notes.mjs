// What CHANGELOG.md says of one version: `node build/release-notes.mjs 1.2.0`.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The section of `version` without its heading. Throws when there is none or it is empty. */
export function releaseNotes(changelog, version) {
  const lines = changelog.split('\n');
  const start = lines.findIndex(line => line.startsWith(`## [${version}]`));
  if (start === -1)
    throw new Error(`CHANGELOG.md has no section "## [${version}]". Name what is in it before tagging.`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex(line => line.startsWith('## '));
  const notes = rest
    .slice(0, end === -1 ? undefined : end)
    .join('\n')
    .trim();
  if (notes === '') throw new Error(`The section of ${version} in CHANGELOG.md is empty.`);
  return notes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const changelog = fileURLToPath(new URL('../CHANGELOG.md', import.meta.url));
  try {
    console.log(releaseNotes(await readFile(changelog, 'utf8'), process.argv[2] ?? ''));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
