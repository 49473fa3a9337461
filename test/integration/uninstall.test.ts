import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CommandOutcome, runCommand, startHost } from '../helpers/running-host.ts';
import { tempHome } from '../helpers/temp-home.ts';

/** A person's own folder with something of theirs in it, and a program in the place of systemctl. */
async function computer() {
  const user = await tempHome();
  const home = join(user, '.config', 'gatehouse');
  const bin = await tempHome();
  await writeFile(join(bin, 'systemctl'), '#!/bin/sh\nexit 0\n');
  await chmod(join(bin, 'systemctl'), 0o755);
  for (const folder of ['.config/autostart', '.config/systemd/user', '.local/state', '.cache', 'run']) {
    await mkdir(join(user, folder), { recursive: true, mode: 0o700 });
  }
  await writeFile(join(user, '.config', 'autostart', 'other.desktop'), 'theirs');
  const env = {
    HOME: user,
    GATEHOUSE_HOME: '',
    XDG_RUNTIME_DIR: join(user, 'run'),
    PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
  };
  const run = (args: readonly string[], input = ''): Promise<CommandOutcome> =>
    runCommand(args, { home: user, env, input });
  const tree = async (): Promise<string[]> =>
    (await readdir(user, { recursive: true, withFileTypes: true }))
      .map(entry => join(entry.parentPath, entry.name).slice(user.length + 1))
      .sort();
  return { user, home, env, run, tree };
}

describe('gatehouse uninstall', () => {
  it('leaves nothing behind when the data goes as well: the computer is as it was', async () => {
    const { user, home, env, run, tree } = await computer();
    const before = await tree();
    const host = await startHost({ home: user, env });
    expect(host.ready.home).toBe(home);
    await run(['secret', 'set', 'a.one'], 'planted-secret');
    await run(['pause']);
    const refused = await run(['uninstall', '--delete-data']);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('End it with Ctrl-C') });
    await host.end('SIGKILL');
    await run(['service', 'install']);
    await mkdir(join(user, '.cache', 'gatehouse-updater'));
    await writeFile(join(user, '.config', 'autostart', 'gatehouse.desktop'), '[Desktop Entry]\nExec=gatehouse\n');
    const between = await tree();
    expect(between.length).toBeGreaterThan(before.length + 10);

    const plan = await run(['uninstall', '--dry-run']);
    for (const path of [
      'gatehouse.service',
      'autostart/gatehouse.desktop',
      'gatehouse-updater',
      'control.sock',
      'keys',
    ]) {
      expect(plan.stdout).toContain(path);
    }
    expect(await tree()).toEqual(between);
    expect(await run(['uninstall', '--delete-data'])).toMatchObject({ code: 0, stderr: '' });
    expect(await tree()).toEqual(before);
  });

  it('leaves exactly the data when it is kept, and a new host takes it up', async () => {
    const { home, run, tree } = await computer();
    await run(['secret', 'set', 'a.one'], 'planted-secret');
    await writeFile(join(home, 'config.json'), '{"proxy":{"port":0}}');
    const kept = await tree();
    await run(['service', 'install']);

    expect(await run(['uninstall', '--keep-data'])).toMatchObject({ code: 0 });
    expect(await tree()).toEqual(kept);
    expect(await readFile(join(home, 'config.json'), 'utf8')).toBe('{"proxy":{"port":0}}');
    expect((await run(['secret', 'list'])).stdout).toContain('a.one');
  });

  it('touches nothing that Gatehouse did not make, and does nothing when it is not told what becomes of the data', async () => {
    const { home, run, tree } = await computer();
    await mkdir(join(home, 'photos'), { recursive: true });
    await writeFile(join(home, 'config.json'), '{}');
    await writeFile(join(home, 'config.json.mine'), 'theirs');
    const before = await tree();

    expect(await run(['uninstall'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--keep-data') });
    expect(await tree()).toEqual(before);
    const outcome = await run(['uninstall', '--delete-data']);
    expect(outcome).toMatchObject({ code: 0, stdout: expect.stringContaining('config.json.mine, photos') });
    expect(await tree()).toEqual(before.filter(path => !path.endsWith('config.json')));
  });

  it('names the key of the desktop in the plan, leaves it with the data, and has it forgotten without (stand-in for secret-tool)', async () => {
    const { user, home, env, run } = await computer();
    const asked = join(user, 'asked');
    const tool = join(env.PATH.split(delimiter)[0] ?? '', 'secret-tool');
    await writeFile(tool, `#!/bin/sh\necho "$*" >> '${asked}'\n`);
    await chmod(tool, 0o755);
    await mkdir(join(home, 'electron'), { recursive: true });
    await writeFile(asked, '');

    const plan = await run(['uninstall', '--dry-run']);
    expect(plan.stdout).toContain('"Gatehouse Safe Storage" in the password manager');
    expect(plan.stdout).toContain('Is not for this command to remove:\n  A key in KWallet');
    await run(['uninstall', '--keep-data']);
    expect(await readFile(asked, 'utf8')).toBe('');
    await run(['uninstall', '--delete-data']);
    expect(await readFile(asked, 'utf8')).toBe('clear application Gatehouse\n');
  });

  it('has nothing to do where nothing is', async () => {
    const { run, tree } = await computer();
    const before = await tree();

    expect((await run(['uninstall', '--delete-data'])).stdout).toContain('nothing of Gatehouse but the program');
    expect(await tree()).toEqual(before);
  });

  it('leaves what serves the usual home folder alone when another one is uninstalled', async () => {
    const { user, run, tree } = await computer();
    await run(['secret', 'set', 'a.one'], 'planted-secret');
    await run(['service', 'install']);
    await writeFile(join(user, '.config', 'autostart', 'gatehouse.desktop'), '[Desktop Entry]\nExec=gatehouse\n');
    await mkdir(join(user, '.cache', 'gatehouse-updater'));
    const before = await tree();
    const other = join(user, 'other');
    await run(['secret', 'set', 'a.two', '--home', other], 'planted-secret');
    expect(await tree()).not.toEqual(before);

    const outcome = await run(['uninstall', '--delete-data', '--home', other]);
    expect(outcome).toMatchObject({ code: 0, stdout: expect.stringContaining('starts another home folder') });
    expect(await tree()).toEqual(before);
  });

  it('deletes nothing by its name in a folder that never was a home, nor in a folder of the person', async () => {
    const { user, run, tree } = await computer();
    const project = join(user, 'project');
    for (const folder of [project, user]) {
      for (const name of ['logs', 'keys', 'agents']) await mkdir(join(folder, name), { recursive: true });
      await writeFile(join(folder, 'config.json'), 'theirs');
    }
    const before = await tree();
    await run(['uninstall', '--delete-data', '--home', project]);
    expect(await tree()).toEqual(before);
    await mkdir(join(user, 'logs'), { recursive: true });
    await writeFile(join(user, 'logs', 'gatehouse.log'), '');
    const inUse = await tree();

    const refused = await run(['uninstall', '--delete-data', '--home', user]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('holds more than Gatehouse') });
    expect(await tree()).toEqual(inUse);
  });
});
