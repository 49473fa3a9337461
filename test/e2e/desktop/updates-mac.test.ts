import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startStandInApp } from '../../helpers/electron-stand-in.ts';
import { type PackagedCopy, packagedCopy } from '../../helpers/packaged-copy.ts';
import { listOf, sha512 } from '../../helpers/update-feed.ts';
import { desktopEnvironment } from '../driver/driver.ts';

// Real: the built main process and electron-updater's part for macOS, with the server on loopback by which it hands the
// download to the system. A stand-in: the module `electron`, and in it the system's updater, which takes the download from
// that server but checks no signature and replaces nothing.
const BUNDLE = Buffer.concat([Buffer.from('PK a zip, as far as anybody looks here'), Buffer.alloc(300_000, 1)]);
const FILE = 'gatehouse-0.2.0-linux-x86_64.zip';

async function mac(env: Readonly<Record<string, string>> = {}) {
  const copy = await packagedCopy({ isAppImage: false, extension: 'zip', suffix: '-mac' });
  await mkdir(path.join(copy.home, '..', 'Library', 'Caches'), { recursive: true });
  copy.feed.publish('0.2.0', BUNDLE);
  const app = startStandInApp(
    desktopEnvironment({ home: copy.home, env: { ...copy.env, STAND_IN_PLATFORM: 'darwin', ...env } }),
    ['--hidden'],
  );
  onTestFinished(async () => {
    app.process.kill('SIGKILL');
    await app.exited;
  });
  // What it is asked before it listens is lost.
  await app.waitFor('load');
  return { ...copy, app };
}

type Mac = Awaited<ReturnType<typeof mac>>;

/** What the item says when the menu is opened, which is made anew each time. */
async function labelOf({ app }: Mac): Promise<string | undefined> {
  await app.ask('tray-icon-click', { click: 'right-click' });
  return (await app.ask('tray'))?.menu.find(({ id }) => id === 'updates')?.label;
}

async function statusOf({ app }: Mac) {
  const reply = (await app.ask('invoke', { channel: 'gatehouse:get-snapshot' })) as {
    value: { updates: { update: object; sentence: string; remedy: { text: string } | null } };
  };
  return reply.value.updates;
}

async function look(app: Mac): Promise<void> {
  await expect.poll(() => labelOf(app)).toBe('Check for Updates…');
  await app.app.ask('tray-click', { item: 'updates' });
}

const pendingOf = ({ home }: PackagedCopy): string =>
  path.join(home, '..', 'Library', 'Caches', 'gatehouse-updater', 'pending');

describe("macOS's real updater of the package, with a stand-in for the system's own", () => {
  it('hands the verified download to the system, and waits for it to note the restart and to end the process', async () => {
    const copy = await mac();
    const { app, feed } = copy;
    await look(copy);
    await expect.poll(() => labelOf(copy)).toBe('Restart to Update to 0.2.0');
    expect(feed.asked.filter(asked => !asked.endsWith('.blockmap'))).toEqual(['/latest-mac.yml', `/${FILE}`]);
    expect(await readFile(path.join(pendingOf(copy), FILE))).toEqual(BUNDLE);
    // Nobody else on this computer gets it from there.
    expect(await app.waitFor('native-taken')).toMatchObject({
      sha512: sha512(BUNDLE),
      strangerStatus: 401,
      address: '127.0.0.1',
    });

    await app.ask('tray-click', { item: 'updates' });
    expect(await app.exited).toBe(0);
    const told = app.told.map(({ type }) => type);
    expect(told).toContain('native-relaunch');
    expect(told.indexOf('exit')).toBeGreaterThan(told.indexOf('native-relaunch'));
    expect(told).not.toContain('relaunch');
  });

  it('leaves the rest to the system when a person quits: it replaces the bundle of a process that has ended', async () => {
    const copy = await mac();
    await look(copy);
    await expect.poll(() => labelOf(copy)).toBe('Restart to Update to 0.2.0');
    expect(await copy.app.quit()).toBe(0);
    expect(copy.app.told.map(({ type }) => type)).not.toContain('native-relaunch');
    expect(JSON.parse(await readFile(path.join(copy.home, 'updates.json'), 'utf8'))).toMatchObject({
      pending: { from: '0.1.0', to: '0.2.0' },
    });
  });

  it('says what to do when the system refuses a copy that is not signed, and goes on', async () => {
    const copy = await mac({ STAND_IN_SQUIRREL: 'refuses' });
    await look(copy);
    await expect.poll(() => statusOf(copy)).toMatchObject({ update: { state: 'failed', code: 'update_copy_fixed' } });
    const { sentence, remedy } = await statusOf(copy);
    expect(sentence).toContain('Gatehouse 0.1.0 goes on running.');
    expect(remedy?.text).toContain('Move Gatehouse to the folder for applications');
    expect(await copy.app.quit()).toBe(0);
  });

  it('hands nothing to the system that is not what the list promises', async () => {
    const copy = await mac();
    copy.feed.publish('0.2.0', BUNDLE, { list: listOf('0.2.0', FILE, BUNDLE, sha512(Buffer.from('another'))) });
    await look(copy);
    await expect
      .poll(() => statusOf(copy))
      .toMatchObject({ update: { state: 'failed', code: 'update_checksum_mismatch' } });
    expect((await readdir(pendingOf(copy)).catch(() => [])).filter(name => name.endsWith('.zip'))).toEqual([]);
    expect(copy.app.told.map(({ type }) => type)).not.toContain('native-taken');
    expect(await copy.app.quit()).toBe(0);
  });
});
