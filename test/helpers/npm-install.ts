import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { errorMessage } from '../../electron/core/platform/index.ts';

const INSTALL_LIMIT_MS = 280_000;

const exec = promisify(execFile);

/**
 * Installs `packages` from the npm registry into `folder`, once: what stands there is left alone, and of two who install
 * at the same time one is kept. No install script runs. `hint` ends the error's sentence when it fails.
 */
export async function installOnce(folder: string, packages: readonly string[], hint: string): Promise<void> {
  if (existsSync(folder)) return;
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(join(dirname(folder), 'draft-'));
  try {
    await writeFile(join(draft, 'package.json'), '{ "private": true }\n');
    await npm([
      'install',
      '--prefix',
      draft,
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      ...packages,
    ]);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Somebody else was faster; theirs is as good.
    if (existsSync(folder)) return;
    throw new Error(
      `${packages.join(' and ')} could not be installed into .cache. Check that npm reaches its registry and ${hint}, ` +
        `then run this again. ${errorMessage(error)}`,
      { cause: error },
    );
  }
}

async function npm(args: readonly string[]): Promise<void> {
  const env = withoutNpmSettings(process.env);
  const isWindows = process.platform === 'win32';
  await exec(isWindows ? 'npm.cmd' : 'npm', [...args], { env, timeout: INSTALL_LIMIT_MS, shell: isWindows });
}

/** Without the settings of an npm that started this process, which are not for another folder: it hands down its own prefix. */
export function withoutNpmSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^npm_(config_(local_)?prefix|package_|lifecycle_)/i.test(name)),
  );
}
