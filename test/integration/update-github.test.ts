import { EventEmitter } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { updateFeed } from '../../build/update-feed.mjs';
import type { UpdateEngine } from '../../electron/core/updates/index.ts';
import { updateHost } from '../../electron/shell/updater/index.ts';
import { standInNet } from '../helpers/electron-net.ts';
import { requireElectron } from '../helpers/electron-required.ts';
import { silentLogger } from '../helpers/silent-logger.ts';
import { tempHome } from '../helpers/temp-home.ts';
import { listOf } from '../helpers/update-feed.ts';

requireElectron({ net: standInNet, session: { fromPartition: () => ({}) }, autoUpdater: new EventEmitter() });

const NEVER = new AbortController().signal;
const ARCH = process.arch === 'x64' ? '' : `-${process.arch}`;
const RELEASES = '/someone/gatehouse/releases';

/** Releases as GitHub shows them, newest first; a list of versions is called `latest` in each, as the build leaves it. */
async function startReleases(tags: readonly string[]): Promise<{ url: URL; asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    asked.push(pathname);
    const entries = tags.map(
      tag =>
        `<entry><title>${tag}</title><link href="https://github.com${RELEASES}/tag/${tag}"/><content>&lt;p&gt;What is new in ${tag}.&lt;/p&gt;</content></entry>`,
    );
    const tag = new RegExp(`^${RELEASES}/download/([^/]+)/latest-linux${ARCH}\\.yml$`).exec(pathname)?.[1];
    if (pathname === `${RELEASES}.atom`) response.end(`<feed>${entries.join('')}</feed>`);
    else if (pathname === '/api/v3/repos/someone/gatehouse/releases/latest') {
      response.end(JSON.stringify({ tag_name: tags.find(each => !each.includes('-')) }));
    } else if (tag !== undefined && tags.includes(tag)) {
      const list = listOf(tag.slice(1), 'gatehouse.AppImage', Buffer.from('program'));
      response.end(list.replace(/^releaseNotes.*\n/m, ''));
    } else response.writeHead(404).end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>(resolve => server.close(() => resolve())));
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), asked };
}

async function engineOn(url: URL): Promise<{ engine: UpdateEngine; page: string | null }> {
  const folder = await tempHome();
  const resourcesFolder = path.join(folder, 'resources');
  const target = path.join(folder, 'Gatehouse.AppImage');
  await mkdir(resourcesFolder);
  await writeFile(target, 'program', { mode: 0o755 });
  // As the build leaves it, and where GitHub is.
  const built = updateFeed({ GITHUB_REPOSITORY: 'someone/gatehouse' });
  await writeFile(path.join(resourcesFolder, 'app-update.yml'), `${built}host: ${url.host}\nprotocol: http\n`);
  const before = process.env['APPIMAGE'];
  process.env['APPIMAGE'] = target;
  onTestFinished(() => {
    if (before === undefined) delete process.env['APPIMAGE'];
    else process.env['APPIMAGE'] = before;
  });
  const { engine, page } = updateHost({
    version: '0.1.0',
    isPackaged: true,
    platform: 'linux',
    env: { APPIMAGE: target, APPDIR: folder },
    args: [],
    resourcesFolder,
    userFolder: path.join(folder, 'electron'),
    native: () => new EventEmitter(),
    release: () => undefined,
    logger: silentLogger,
    isAway: () => false,
    mayInstallAtEnd: () => true,
    restart: () => undefined,
  });
  if (engine === undefined) throw new Error('This copy has no updater.');
  return { engine, page };
}

it.each([
  ['latest', ['v0.3.0-beta.1', 'v0.2.0', 'v0.1.0'], '0.2.0'],
  ['beta', ['v0.3.0-beta.1', 'v0.2.0', 'v0.1.0'], '0.3.0-beta.1'],
  ['beta', ['v0.3.0', 'v0.3.0-beta.1', 'v0.2.0'], '0.3.0'],
] as const)(
  'the real updater, on releases as GitHub shows them, offers the channel %s of %j the version %s',
  async (channel, tags, version) => {
    const { url } = await startReleases(tags);
    const { engine, page } = await engineOn(url);
    expect(await engine.check({ channel, allowsOlder: false }, NEVER)).toMatchObject({
      version,
      notes: `What is new in v${version}.`,
    });
    expect(page).toBe(`https://github.com${RELEASES}`);
  },
);

it('the real updater, on releases of which none is newer, has nothing to offer', async () => {
  const { url, asked } = await startReleases(['v0.1.0']);
  const { engine } = await engineOn(url);
  expect(await engine.check({ channel: 'latest', allowsOlder: false }, NEVER)).toBeNull();
  expect(asked.every(each => !each.endsWith('.AppImage'))).toBe(true);
});
