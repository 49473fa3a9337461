import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isOutOfDate } from '../../build/freshness.mjs';

/** The repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Builds what is not as new as its sources, so that a page test never judges an old page. Throws when the build fails. */
export function ensureBuilt(): void {
  if (!isOutOfDate(ROOT)) return;
  const build = spawnSync(process.execPath, ['build/build.mjs'], { cwd: ROOT, encoding: 'utf8' });
  if (build.status !== 0) throw new Error(`The build failed:\n${build.stdout}${build.stderr}`);
}
