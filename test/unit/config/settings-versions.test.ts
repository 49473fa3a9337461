import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadSettings, loadSettingsSafely, openConfFile, SettingsDesk } from '../../../electron/core/config/index.ts';
import { leafSettings, valueAt } from '../../../electron/core/config/leaves.ts';
import { SystemClock } from '../../../electron/core/platform/index.ts';
import { expectMode } from '../../helpers/file-mode.ts';
import { tempHome } from '../../helpers/temp-home.ts';

/** A settings file as each earlier form of the settings had it, every setting at another value than its default. */
const FOLDER = fileURLToPath(new URL('./settings-versions', import.meta.url));
const VERSIONS = readdirSync(FOLDER).sort();
const REWRITE = fileURLToPath(new URL('../../helpers/rewrite-settings.ts', import.meta.url));

const clock = new SystemClock();
const { signal } = new AbortController();

async function homeOf(version: string): Promise<{ home: string; file: string; content: Record<string, unknown> }> {
  const home = await tempHome();
  const file = join(home, 'config.json');
  await copyFile(join(FOLDER, version), file);
  return { home, file, content: JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown> };
}

const load = (home: string) => loadSettings({ home, env: {}, clock, signal, openFile: openConfFile });

describe.each(VERSIONS)('a settings file of the form %s', version => {
  it('is in force with every value it has, and stays as it is', async () => {
    const { home, file, content } = await homeOf(version);
    const before = await readFile(file, 'utf8');
    const { settings, sources, setAside } = await load(home);

    expect(setAside).toBeUndefined();
    const given = [...leafSettings().values()].filter(({ key }) => valueAt(content, key) !== undefined);
    expect(given.length).toBeGreaterThan(25);
    for (const { key, schema } of given) {
      expect(valueAt(settings, key), key).toEqual(schema.parse(valueAt(content, key)));
      expect(valueAt(settings, key), key).not.toEqual(schema.parse(undefined));
      expect(sources.get(key)?.source, key).toBe('file');
    }
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('is kept beside the first change, which loses nothing, unknown keys included', async () => {
    const { home, file, content } = await homeOf(version);
    const before = await readFile(file, 'utf8');
    const desk = new SettingsDesk(await load(home));
    desk.set('log.level', 'warn');
    desk.set('sandbox.seed', 'another');

    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      ...content,
      log: { level: 'warn' },
      sandbox: { seed: 'another' },
    });
    expect(await readFile(`${file}.bak`, 'utf8')).toBe(before);
    await expectMode(`${file}.bak`, 0o600);
  });
});

describe('the forms of the settings file', () => {
  it('have the newest one among the kept, with every setting of today', () => {
    const newest = JSON.parse(readFileSync(join(FOLDER, VERSIONS.at(-1) ?? ''), 'utf8')) as unknown;

    expect([...leafSettings().keys()].filter(key => valueAt(newest, key) === undefined)).toEqual([]);
  });

  it('are refused when they are newer, and the file is left alone', async () => {
    const home = await tempHome();
    const file = join(home, 'config.json');
    const text = '{"version":2,"proxy":{"port":8080}}';
    await writeFile(file, text);

    await expect(load(home)).rejects.toMatchObject({
      code: 'config_newer',
      message: expect.stringContaining('written by a newer Gatehouse (its version is 2') as string,
      remedy: expect.stringContaining('Install the newer Gatehouse') as string,
    });
    const { loaded, problem } = await loadSettingsSafely({ home, env: {}, clock, signal, openFile: openConfFile });
    expect(problem).toContain('newer Gatehouse');
    expect(() => new SettingsDesk(loaded).set('log.level', 'warn')).toThrow('newer Gatehouse');
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(readdirSync(home)).toEqual(['config.json']);
  });

  it('may name the one of today, which is no unknown setting', async () => {
    const home = await tempHome();
    await writeFile(join(home, 'config.json'), '{"version":1,"proxy":{"port":8080}}');

    expect(await load(home)).toMatchObject({ warnings: [], settings: { proxy: { port: 8080 } } });
  });
});

describe('a process that is killed while it rewrites the settings', () => {
  it('leaves a whole file and a whole copy', async () => {
    const { home, file, content } = await homeOf(VERSIONS.at(-1) ?? '');
    const before = await readFile(file, 'utf8');
    const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', REWRITE, home], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    // It says each time that it has written; the next write is under way then.
    if (child.stdout !== null) await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');

    const now = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    expect({ ...now, sandbox: content['sandbox'] }).toEqual(content);
    expect(await readFile(`${file}.bak`, 'utf8')).toBe(before);
    expect((await load(home)).settings.proxy.port).toBe(8080);
  });
});
