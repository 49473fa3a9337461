import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { StatusSnapshot } from '../../../electron/contract/index.ts';
import { type CopyOptions, imageThatTells, type PackagedCopy, packagedCopy } from '../../helpers/packaged-copy.ts';
import { listOf, sha512, type UpdateFeed } from '../../helpers/update-feed.ts';
import type { Desktop } from '../driver/driver.ts';
import { itemOf, usePackagedDesktop, windowShown } from '../driver/start.ts';
import { openView } from '../views.ts';

// Real: the built main process, electron-updater, the downloads, and the files that are replaced and started. A stand-in:
// the module `electron`, and the AppImages, which are scripts.
const start = usePackagedDesktop();
const NEW = imageThatTells('0.2.0');
const FILE = '/gatehouse-0.2.0-linux-x86_64.AppImage';

/** Words reach the client as they are said, so that a request takes as long as it is meant to. */
const PASSED_ON = { GATEHOUSE_PROXY_VERIFICATION: 'progressive' };

interface Running extends PackagedCopy {
  readonly desktop: Desktop;
}

async function running(options: CopyOptions = {}, env: Readonly<Record<string, string>> = {}): Promise<Running> {
  const copy = await packagedCopy(options);
  const desktop = await start({ home: copy.home, args: ['--hidden'], env: { ...copy.env, ...env } });
  await expect.poll(async () => (await desktop.snapshot()).tee.current !== null).toBe(true);
  return { ...copy, desktop };
}

const updatesOf = async (desktop: Desktop): Promise<StatusSnapshot['updates']> => (await desktop.snapshot()).updates;
const labelOf = async (desktop: Desktop): Promise<string | undefined> => (await itemOf(desktop, 'updates'))?.label;
const titlesOf = async (desktop: Desktop): Promise<string[]> =>
  (await desktop.notifications()).map(({ title }) => title);
const toldBy = (target: string): Promise<string> => readFile(`${target}.started`, 'utf8').catch(() => '');
const stateOf = async (desktop: Desktop): Promise<string> => (await updatesOf(desktop)).update.state;

/** Looks for a version by the tray and waits until it is downloaded, as the default settings do by themselves. */
async function untilReady({ desktop }: Running): Promise<void> {
  await desktop.clickItem('updates');
  await expect.poll(() => labelOf(desktop)).toBe('Restart to update to 0.2.0');
}

/** Sends half of the file at once and the other half by drops, of which each tells the updater again how far it is. */
function answerSlowly(feed: UpdateFeed): () => void {
  let sent = NEW.length / 2;
  let sendRest = (): void => undefined;
  feed.answer(FILE, (_request, response) => {
    response.writeHead(200, { 'content-length': NEW.length });
    response.write(NEW.subarray(0, sent));
    const drops = setInterval(() => response.write(NEW.subarray(sent, (sent += 50))), 100);
    response.on('close', () => clearInterval(drops));
    sendRest = () => {
      clearInterval(drops);
      response.end(NEW.subarray(sent));
    };
  });
  return () => sendRest();
}

/** The updates of the window, as a person reads them. */
async function updatesPart(desktop: Desktop) {
  await desktop.clickItem('settings');
  await windowShown(desktop);
  const page = await desktop.page('full');
  await openView(page, 'settings', 'section=updates');
  const part = page.getByRole('region', { name: 'Updates' });
  await part.waitFor();
  return part;
}

/** The file is the first version's, and nothing lies beside it. */
async function expectUntouched({ target, content }: PackagedCopy): Promise<void> {
  expect(await readFile(target)).toEqual(content);
  expect(await readdir(path.dirname(target))).toEqual([path.basename(target)]);
}

/** A request whose answer streams until it is ended, or for `words` words, 20 ms each. */
async function hold(desktop: Desktop, words = 10_000) {
  const { endpoint } = (await desktop.snapshot()).proxy;
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  const response = await fetch(`${endpoint}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'sandbox/echo',
      stream: true,
      max_tokens: 20_000,
      messages: [{ role: 'user', content: `Count to ${words}.` }],
    }),
    signal: ending.signal,
  });
  expect(response.status).toBe(200);
  let isDone = false;
  const done = response.text().finally(() => {
    isDone = true;
  });
  done.catch(() => undefined);
  return { done, isDone: () => isDone, end: () => ending.abort() };
}

describe('an AppImage of scripts on the stand-in, updated by the real updater', () => {
  it('is looked for and downloaded from the tray, and takes the place of the file when a person quits', async () => {
    const copy = await running({}, { GATEHOUSE_UPDATES_MODE: 'notify' });
    const { desktop, feed, target } = copy;
    feed.publish('0.2.0', NEW);
    const sendRest = answerSlowly(feed);
    const part = await updatesPart(desktop);
    await part.getByText('Nothing was looked for yet.').waitFor();

    expect(await labelOf(desktop)).toBe('Check for updates');
    await desktop.clickItem('updates');
    await expect.poll(() => labelOf(desktop)).toBe('Download update 0.2.0');
    await expect.poll(() => titlesOf(desktop)).toContain('Updates');
    await part.getByText('Gatehouse 0.2.0 is available; 0.1.0 is running.').waitFor();
    expect(feed.asked).toEqual(['/latest-linux.yml']);

    await desktop.clickItem('updates');
    await expect.poll(() => labelOf(desktop)).toMatch(/^Downloading update: [56]0%$/);
    expect(await itemOf(desktop, 'updates')).toMatchObject({ enabled: false });
    await part.getByRole('progressbar', { name: 'Download of Gatehouse 0.2.0' }).waitFor();
    await desktop.lookAway();
    sendRest();
    await expect.poll(() => labelOf(desktop)).toBe('Restart to update to 0.2.0');
    await expect.poll(() => titlesOf(desktop)).toContain('Gatehouse 0.2.0 is ready');
    await part.getByText('It is installed when Gatehouse is quit.').waitFor();
    expect(await readFile(target)).toEqual(copy.content);

    expect(await desktop.quit()).toBe(0);
    expect(await readFile(target)).toEqual(NEW);
    expect(await toldBy(target)).toBe('');
    const updated = await start({
      home: copy.home,
      args: ['--hidden'],
      env: { ...copy.env, STAND_IN_VERSION: '0.2.0' },
    });
    await expect.poll(() => titlesOf(updated)).toContain('Gatehouse was updated to 0.2.0');
    expect(await updatesOf(updated)).toMatchObject({ version: '0.2.0', lastUpdate: { from: '0.1.0', to: '0.2.0' } });
    expect(await updated.quit()).toBe(0);
  });

  it('waits for a request that is under way, then replaces the file and starts the new version', async () => {
    const copy = await running({}, PASSED_ON);
    const { desktop, feed, target } = copy;
    feed.publish('0.2.0', NEW);
    await untilReady(copy);
    const request = await hold(desktop);

    await desktop.clickItem('updates');
    await expect.poll(() => labelOf(desktop)).toBe('Update to 0.2.0 waits…');
    expect((await updatesOf(desktop)).sentence).toBe(
      'Gatehouse restarts into 0.2.0 as soon as nothing runs. Now: 1 request.',
    );
    await expectRunning(copy);
    request.end();
    expect(await desktop.ended()).toBe(0);
    expect(await readFile(target)).toEqual(NEW);
    await expect.poll(() => toldBy(target)).toBe('0.2.0 --hidden\n');
  });

  it('installs after an end that takes so long that it is told', async () => {
    const copy = await running({}, PASSED_ON);
    const { desktop, feed, target } = copy;
    feed.publish('0.2.0', NEW);
    await untilReady(copy);
    const request = await hold(desktop, 200);
    expect(request.isDone()).toBe(false);

    expect(await desktop.quit()).toBe(0);
    expect(await request.done).toContain('[DONE]');
    expect(await readFile(target)).toEqual(NEW);
    expect(await toldBy(target)).toBe('');
  });

  it('throws a download away that is not what the list promises, says what to do, and goes on', async () => {
    const copy = await running();
    const { desktop, feed } = copy;
    const wrong = listOf('0.2.0', FILE.slice(1), NEW, sha512(Buffer.from('another')));
    feed.publish('0.2.0', NEW, { list: wrong });
    const part = await updatesPart(desktop);

    await desktop.clickItem('updates');
    await expect.poll(() => stateOf(desktop)).toBe('failed');
    await part.getByText('What was downloaded is not what the list of versions promises').waitFor();
    await part.getByText('If it stays so, do not install this version.').waitFor();
    expect(await updatesOf(desktop)).toMatchObject({ update: { step: 'download', code: 'update_checksum_mismatch' } });
    await expectRunning(copy);
    expect(await labelOf(desktop)).toBe('Check for updates');
    expect(await desktop.quit()).toBe(0);
    await expectUntouched(copy);
  });

  it('says so when nobody answers, and looks again when asked to', async () => {
    const copy = await running({ url: 'http://127.0.0.1:9' });
    const { desktop } = copy;
    const part = await updatesPart(desktop);
    await part.getByRole('button', { name: 'Check now' }).click();
    await part.getByText('The server of the updates cannot be reached, or broke off.').waitFor();
    await part.getByText('Check the connection, then look for updates again.').waitFor();
    expect(await part.getByRole('button', { name: 'Check now' }).isEnabled()).toBe(true);
    await expectRunning(copy);
    expect(await desktop.quit()).toBe(0);
    await expectUntouched(copy);
  });

  it('says that the old version runs still when the new one did not take over', async () => {
    const copy = await running();
    const { desktop, feed } = copy;
    feed.publish('0.2.0', NEW);
    await untilReady(copy);
    expect(await desktop.quit()).toBe(0);

    const again = await start({ home: copy.home, env: copy.env });
    const part = await updatesPart(again);
    await part.getByText('Gatehouse 0.2.0 was to be installed, but 0.1.0 started again.').waitFor();
    await part.getByText('download the new version and install it by hand').waitFor();
    expect(await again.quit()).toBe(0);
  });

  it('plans no look when it is switched off, and looks when a person asks', async () => {
    const { desktop, feed } = await running({}, { GATEHOUSE_UPDATES_MODE: 'off' });
    feed.publish('0.2.0', NEW);
    expect((await updatesOf(desktop)).nextCheckAt).toBeNull();
    expect(await desktop.run({ name: 'setSetting', path: 'updates.mode', value: 'notify' })).toMatchObject({
      ok: false,
    });
    await desktop.clickItem('updates');
    await expect.poll(() => labelOf(desktop)).toBe('Download update 0.2.0');
    expect(feed.asked).toEqual(['/latest-linux.yml']);
    expect(await desktop.quit()).toBe(0);
  });

  it('finds versions of the channel that a person chose', async () => {
    const { desktop, feed } = await running({}, { GATEHOUSE_UPDATES_MODE: 'notify' });
    feed.publish('0.1.0', NEW);
    feed.publish('0.2.0-beta.1', NEW, { channel: 'beta' });
    await desktop.clickItem('updates');
    await expect.poll(async () => (await updatesOf(desktop)).sentence).toBe('Gatehouse 0.1.0 is the newest version.');

    expect(await desktop.run({ name: 'setSetting', path: 'updates.channel', value: 'beta' })).toMatchObject({
      ok: true,
    });
    // The menu follows the status a moment later.
    await expect.poll(() => itemOf(desktop, 'updates')).toMatchObject({ label: 'Check for updates', enabled: true });
    await desktop.clickItem('updates');
    await expect.poll(() => labelOf(desktop)).toBe('Download update 0.2.0-beta.1');
    expect(await desktop.quit()).toBe(0);
  });

  it('installs nothing at a quit in safe mode', async () => {
    const copy = await packagedCopy();
    const desktop = await start({ home: copy.home, args: ['--safe-mode', '--hidden'], env: copy.env });
    await expect.poll(async () => (await desktop.tray()).tooltip).toBe('Gatehouse: safe mode');
    copy.feed.publish('0.2.0', NEW);
    expect((await updatesOf(desktop)).nextCheckAt).toBeNull();
    await untilReady({ ...copy, desktop });
    expect((await updatesOf(desktop)).sentence).toContain('In safe mode it is not installed by itself.');
    expect(await desktop.quit()).toBe(0);
    expect(await readFile(copy.target)).toEqual(copy.content);
  });
});

describe('a copy that updates itself not, or not from here', () => {
  it.each([
    ['a deb package', { noted: 'deb' }, 'sudo apt install ./gatehouse-*.deb'],
    ['an rpm package', { noted: 'rpm' }, 'sudo dnf install ./gatehouse-*.rpm'],
    ['an AppImage that somebody unpacked', { isAppImage: false }, null],
  ] as const)(
    'tells of a newer version as %s, downloads nothing, and says what does',
    async (_what, options, command) => {
      const { desktop, feed } = await running(options);
      feed.publish('0.2.0', NEW);
      await desktop.clickItem('updates');
      await expect.poll(() => labelOf(desktop)).toBe('Version 0.2.0 is available…');
      await desktop.clickItem('updates');
      await windowShown(desktop);
      const { canInstall, remedy } = await updatesOf(desktop);
      expect([canInstall, remedy?.shellCommand ?? null]).toEqual([false, command]);
      expect(feed.asked).toEqual(['/latest-linux.yml']);
      expect(await desktop.quit()).toBe(0);
      expect(feed.asked).toEqual(['/latest-linux.yml']);
    },
  );

  it.each([
    ['runs from its sources', {}, { STAND_IN_PACKAGED: '0' }, 'This copy runs from its sources and is not updated.'],
    ['was built without a feed', { url: null }, {}, 'This copy was built without a place to look for updates.'],
  ] as const)('offers nothing where it %s, and says why', async (_what, options, env, sentence) => {
    const { desktop, feed } = await running(options, env);
    expect(await itemOf(desktop, 'updates')).toBeUndefined();
    expect(await updatesOf(desktop)).toMatchObject({ update: { state: 'unsupported' }, sentence, nextCheckAt: null });
    const part = await updatesPart(desktop);
    await part.getByText(sentence).waitFor();
    expect(await part.getByRole('button', { name: 'Check now' }).count()).toBe(0);
    expect(await desktop.quit()).toBe(0);
    expect(feed.asked).toEqual([]);
  });
});

/** The first version works still. */
async function expectRunning({ desktop, ...copy }: Running): Promise<void> {
  const { endpoint } = (await desktop.snapshot()).proxy;
  expect((await fetch(`${endpoint}/models`)).status).toBe(200);
  await expect(readFile(copy.target)).resolves.toEqual(copy.content);
}
