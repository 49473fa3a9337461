import { lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LoadOptions, loadSettings, openConfFile } from '../../../electron/core/config/index.ts';
import { expectMode } from '../../helpers/file-mode.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

function load(home: string, more: Partial<LoadOptions> = {}) {
  return loadSettings({
    home,
    env: {},
    clock: new VirtualClock(),
    signal: new AbortController().signal,
    openFile: openConfFile,
    ...more,
  });
}

describe('loadSettings', () => {
  it('starts with defaults and writes nothing when there is no file', async () => {
    const home = await tempHome();
    const { settings, setAside } = await load(home);
    expect(settings.proxy.port).toBe(11435);
    expect(setAside).toBeUndefined();
    expect(await readdir(home)).toEqual([]);
  });

  it('writes a changed setting to the file, for the owner alone, and finds it again', async () => {
    const home = await tempHome();
    const { file } = await load(home);
    file.set('proxy.port', 4711);
    await expectMode(join(home, 'config.json'), 0o600);
    expect((await load(home)).settings.proxy.port).toBe(4711);
    file.delete('proxy.port');
    expect((await load(home)).settings.proxy.port).toBe(11435);
  });

  it('keeps keys that it does not know when it writes', async () => {
    const home = await tempHome();
    await writeFile(join(home, 'config.json'), '{"future":{"thing":true}}');
    const { file, warnings } = await load(home);
    expect(warnings).toHaveLength(1);
    file.set('proxy.port', 1);
    expect(JSON.parse(await readFile(join(home, 'config.json'), 'utf8'))).toEqual({
      future: { thing: true },
      proxy: { port: 1 },
    });
  });

  it.each(['{"proxy":{"port":', '', '[1]', 'null', '"text"', '\u0000\u0001'])(
    'sets a file with %j aside whole and says so',
    async text => {
      const home = await tempHome();
      await writeFile(join(home, 'config.json'), text);
      const { settings, setAside } = await load(home);
      expect(settings.proxy.port).toBe(11435);
      const files = await readdir(home);
      expect(files).toEqual(['config.json.corrupt-2026-01-01T00-00-00.000Z']);
      expect(setAside).toEqual({
        file: join(home, files[0]!),
        reason: expect.any(String),
        told: { code: expect.stringMatching(/^damage_/) },
      });
      expect(await readFile(join(home, files[0]!), 'utf8')).toBe(text);
    },
  );

  it('says where the damaged settings lie, at later starts too, until there are others', async () => {
    const home = await tempHome();
    expect((await load(home)).lost).toBeUndefined();
    await writeFile(join(home, 'config.json.corrupt-2025-01-01T00-00-00.000Z'), '');
    await writeFile(join(home, 'config.json'), '{"proxy":{"port":');
    const kept = join(home, 'config.json.corrupt-2026-01-01T00-00-00.000Z');
    expect((await load(home)).lost).toBe(kept);
    expect(await load(home)).toMatchObject({ setAside: undefined, lost: kept });
    await writeFile(join(home, 'config.json'), '{}');
    expect((await load(home)).lost).toBeUndefined();
  });

  it.each([
    ['UTF-8 with its mark', 'utf8'],
    ['UTF-16', 'utf16le'],
  ] as const)('takes a file that an editor of Windows saved as %s, and goes on with it', async (_, encoding) => {
    const home = await tempHome();
    const path = join(home, 'config.json');
    await writeFile(path, '\uFEFF{\r\n  "proxy": { "port": 4711 }\r\n}\r\n', encoding);
    const { settings, setAside, file } = await load(home);
    expect([settings.proxy.port, setAside]).toEqual([4711, undefined]);
    file.set('proxy.verification', 'strict');
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ proxy: { port: 4711, verification: 'strict' } });
  });

  it('leaves a link to such a file a link', async () => {
    const home = await tempHome();
    const elsewhere = join(await tempHome(), 'kept.json');
    await writeFile(elsewhere, '\uFEFF{ "proxy": { "port": 4711 } }');
    await symlink(elsewhere, join(home, 'config.json'));
    expect((await load(home)).settings.proxy.port).toBe(4711);
    expect((await lstat(join(home, 'config.json'))).isSymbolicLink()).toBe(true);
    expect(await readFile(elsewhere, 'utf8')).toBe('{ "proxy": { "port": 4711 } }');
  });

  it('changes nothing when a value is wrong', async () => {
    const home = await tempHome();
    const text = '{ "proxy" : {"port": "wrong"} }';
    await writeFile(join(home, 'config.json'), text);
    await expect(load(home)).rejects.toThrow(`proxy.port from ${join(home, 'config.json')}`);
    expect(await readdir(home)).toEqual(['config.json']);
    expect(await readFile(join(home, 'config.json'), 'utf8')).toBe(text);
  });

  it('reads the file named with --config instead', async () => {
    const home = await tempHome();
    await writeFile(join(home, 'config.json'), '{"proxy":{"port":1}}');
    for (const name of ['other.json', 'other.conf', 'plain']) {
      await writeFile(join(home, name), '{"proxy":{"port":2}}');
      expect((await load(home, { configPath: join(home, name) })).settings.proxy.port).toBe(2);
    }
  });

  it('never moves a damaged file named with --config, and says when it is missing', async () => {
    const home = await tempHome();
    const configPath = join(home, 'other.json');
    await expect(load(home, { configPath })).rejects.toMatchObject({
      code: 'config_missing',
      remedy: expect.any(String),
    });
    await writeFile(configPath, '{');
    await expect(load(home, { configPath })).rejects.toMatchObject({ code: 'config_corrupt' });
    expect(await readdir(home)).toEqual(['other.json']);
  });

  it('says so when there is a folder in place of the file', async () => {
    const home = await tempHome();
    await mkdir(join(home, 'config.json'));
    await expect(load(home)).rejects.toMatchObject({ code: 'config_unreadable', remedy: expect.any(String) });
  });
});
