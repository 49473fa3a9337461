import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkImports } from '../../helpers/import-rules.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A tree with these files, each of them with the imports given. */
async function tree(files: Readonly<Record<string, readonly string[]>>): Promise<string> {
  const root = await tempHome();
  // A junction: links of Windows are for administrators.
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction');
  await writeFile(join(root, 'tsconfig.json'), '{}');
  await writeFile(join(root, 'package.json'), '{"devDependencies":{"electron":"1","zod":"1"}}');
  const all: Readonly<Record<string, readonly string[]>> = { 'renderer/main.tsx': [], ...files };
  for (const [path, imports] of Object.entries(all)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    const lines = imports.map((from, index) => `import * as part${index} from '${from}';\nexport { part${index} };\n`);
    await writeFile(join(root, path), ['export const own = 1;\n', ...lines].join(''));
  }
  return root;
}

const CORE = { 'electron/core/tee/index.ts': [], 'electron/core/tee/gate.ts': [], 'electron/sandbox/index.ts': [] };

describe('the import rules', () => {
  it.each([
    ['core-knows-no-host', 'electron/core/proxy/a.ts', '../../network.ts'],
    ['electron-for-the-shell-only', 'electron/core/proxy/a.ts', 'electron'],
    ['electron-for-the-shell-only', 'electron/cli/a.ts', 'electron'],
    ['electron-for-the-shell-only', 'electron/headless.ts', 'electron'],
    ['core-folders-by-their-door', 'electron/core/proxy/a.ts', '../tee/gate.ts'],
    ['hosts-use-the-doors', 'electron/web/a.ts', '../core/tee/gate.ts'],
    ['hosts-use-the-doors', 'electron/cli/a.ts', '../core/tee/gate.ts'],
    ['sandbox-for-hosts-and-tests', 'electron/cli/a.ts', '../sandbox/index.ts'],
    ['sandbox-for-hosts-and-tests', 'electron/web/a.ts', '../sandbox/index.ts'],
    ['sandbox-for-hosts-and-tests', 'electron/core/proxy/a.ts', '../../sandbox/index.ts'],
    ['platform-is-the-floor', 'electron/core/platform/a.ts', '../tee/index.ts'],
    ['contract-stands-alone', 'electron/contract/a.ts', '../core/tee/index.ts'],
    ['renderer-knows-the-contract-only', 'renderer/a.ts', '../electron/core/tee/index.ts'],
    ['no-undeclared-package', 'electron/core/proxy/a.ts', 'fastify'],
  ])('%s stops %s from importing %s', async (rule, from, to) => {
    const root = await tree({ ...CORE, 'electron/network.ts': [], [from]: [to] });
    const { breaches } = await checkImports(root);
    expect(breaches.map(breach => breach.split(':')[0])).toContain(rule);
  });

  it('stop a circle', async () => {
    const circle = { 'electron/core/a/index.ts': ['../b/index.ts'], 'electron/core/b/index.ts': ['../a/index.ts'] };
    const { breaches } = await checkImports(await tree(circle));
    expect(breaches.some(breach => breach.startsWith('no-circular'))).toBe(true);
  });

  it('let the hosts have the sandbox, and the shell have Electron', async () => {
    const hosts = { 'electron/network.ts': ['./sandbox/index.ts'], 'electron/shell/tray.ts': ['electron'] };
    const { breaches, modules } = await checkImports(await tree({ ...CORE, ...hosts }));
    expect(breaches).toEqual([]);
    expect(modules).toBe(6);
  });
});
