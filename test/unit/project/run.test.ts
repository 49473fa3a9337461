import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { tempHome } from '../../helpers/temp-home.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Runs these steps in a project whose build ends with `exitCode`, and which has nothing else. */
async function run(exitCode: number, steps: readonly string[]): Promise<{ status: number | null; lines: string[] }> {
  const root = await tempHome();
  for (const folder of ['test', 'build']) await mkdir(join(root, folder));
  await writeFile(join(root, 'package.json'), '{"type":"module"}');
  await writeFile(join(root, 'build', 'build.mjs'), `process.exitCode = ${exitCode};\n`);
  await copyFile(join(ROOT, 'test', 'run.ts'), join(root, 'test', 'run.ts'));
  const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const { status, stdout } = spawnSync(process.execPath, [tsx, join(root, 'test', 'run.ts'), ...steps], {
    encoding: 'utf8',
  });
  return { status, lines: stdout.trimEnd().split('\n') };
}

describe('the run of all suites', () => {
  it.each([
    ['all steps', [], /^The build failed, so these were not run: lint, .*, unit, .*, package\.$/],
    ['the steps that are named', ['build', 'imports', 'unit'], /so these were not run: imports, unit\.$/],
  ])('ends after a build that failed, and sums up last, for %s', async (_, steps, sentence) => {
    const { status, lines } = await run(1, steps);
    expect(lines.filter(line => line.startsWith('── '))).toEqual(['── build']);
    expect(lines.filter(line => line.startsWith('The build failed'))).toEqual([expect.stringMatching(sentence)]);
    expect(lines.at(-1)).toBe('0 passed, 1 failed');
    expect(status).toBe(1);
  });

  it('goes on after one that did not', async () => {
    const { status, lines } = await run(0, ['build', 'imports']);
    expect(lines.filter(line => line.startsWith('── '))).toEqual(['── build', '── imports']);
    expect(lines.at(-1)).toBe('1 passed, 1 failed');
    expect(status).toBe(1);
  });

  it('has nothing left out to tell of where the build was all', async () => {
    const { lines } = await run(1, ['build']);
    expect(lines.join('\n')).not.toContain('were not run');
    expect(lines.at(-1)).toBe('0 passed, 1 failed');
  });
});
