import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOutOfDate } from '../../../build/freshness.mjs';
import { isAtLeast, whyHeadless } from '../../../build/start-mode.mjs';
import { tempHome } from '../../helpers/temp-home.ts';

async function write(root: string, file: string, content = ''): Promise<string> {
  const target = path.join(root, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, content);
  return target;
}

describe('npm start decides', () => {
  const machine = { platform: 'linux', nodeVersion: '24.21.0', isRoot: false, env: { DISPLAY: ':0' } } as const;

  async function withRuntime(): Promise<string> {
    const root = await tempHome();
    await write(root, 'node_modules/electron/path.txt', 'electron');
    await write(root, 'node_modules/electron/dist/electron');
    return root;
  }

  it('for the window where everything is there', async () => {
    const root = await withRuntime();

    expect(whyHeadless({ ...machine, root })).toBeUndefined();
    expect(whyHeadless({ ...machine, root, env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBeUndefined();
    expect(whyHeadless({ ...machine, root, platform: 'darwin', env: {} })).toBeUndefined();
  });

  it('for the headless host otherwise, and says why', async () => {
    const root = await withRuntime();

    expect(whyHeadless({ ...machine, root: await tempHome() })).toContain('runtime is not installed');
    expect(whyHeadless({ ...machine, root, env: {} })).toContain('no display');
    expect(whyHeadless({ ...machine, root, isRoot: true })).toContain('root');
    expect(whyHeadless({ ...machine, root, nodeVersion: '20.20.2' })).toContain('22.13');
  });

  it('by an own copy of the runtime when one is named', async () => {
    const root = await tempHome();
    await write(root, 'own/electron');

    const env = { ...machine.env, ELECTRON_OVERRIDE_DIST_PATH: path.join(root, 'own') };
    expect(whyHeadless({ ...machine, root, env })).toBeUndefined();
    expect(whyHeadless({ ...machine, root, env: { ...env, ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' } })).toBeDefined();
  });

  it.each([
    ['20.19.0', true],
    ['20.18.9', false],
    ['22.0.0', true],
    ['18.20.0', false],
  ])('that Node %s is new enough: %s', (version, expected) => {
    expect(isAtLeast(version, [20, 19])).toBe(expected);
  });
});

describe('what was built', () => {
  it('is out of date when it is missing, when a source changed, and not otherwise', async () => {
    const root = await tempHome();
    const source = await write(root, 'electron/core/a.ts');
    expect(isOutOfDate(root)).toBe(true);

    await write(root, 'dist/headless/gatehouse.mjs');
    await write(root, 'dist/renderer/index.html');
    await write(root, '.vite/build/main.cjs');
    await write(root, '.vite/build/preload.cjs');
    const stamp = await write(root, 'dist/.built');
    const later = new Date(Date.now() + 60_000);
    await utimes(stamp, later, later);
    expect(isOutOfDate(root)).toBe(false);

    const latest = new Date(Date.now() + 120_000);
    await utimes(source, latest, latest);
    expect(isOutOfDate(root)).toBe(true);
  });
});
