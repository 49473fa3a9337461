import { EventEmitter, once } from 'node:events';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { UpdateEngine, UpdateHost, UpdateProgress } from '../../electron/core/updates/index.ts';
import { updateHost } from '../../electron/shell/updater/index.ts';
import { standInNet } from '../helpers/electron-net.ts';
import { requireElectron } from '../helpers/electron-required.ts';
import { silentLogger } from '../helpers/silent-logger.ts';
import { tempHome } from '../helpers/temp-home.ts';
import { listOf, sha512, startFeed, type UpdateFeed } from '../helpers/update-feed.ts';

requireElectron({ net: standInNet, session: { fromPartition: () => ({}) }, autoUpdater: new EventEmitter() });

const NEVER = new AbortController().signal;
const LATEST = { channel: 'latest', allowsOlder: false } as const;
const OLD = Buffer.from('#!/bin/sh\nexit 0\n');
/** Large enough to come in several pieces. */
const NEW = Buffer.concat([Buffer.from('#!/bin/sh\necho "$@" > "$0.started"\n'), Buffer.alloc(600_000, '#')]);
const ignore = (): void => undefined;

interface Copy {
  readonly feed: UpdateFeed;
  readonly folder: string;
  readonly target: string;
  readonly host: UpdateHost;
  readonly engine: UpdateEngine;
}

/** An AppImage in a folder of its own, with the real updater and a feed on loopback. */
async function copyOf(
  version = '0.1.0',
  { feed: given, url, kind = 'appimage' }: { feed?: UpdateFeed; url?: string; kind?: 'appimage' | 'deb' } = {},
): Promise<Copy> {
  const feed = given ?? (await startFeed());
  const folder = await tempHome();
  const target = path.join(folder, 'apps', 'gatehouse-0.1.0-linux-x86_64.AppImage');
  const resourcesFolder = path.join(folder, 'resources');
  await mkdir(path.dirname(target));
  await mkdir(resourcesFolder);
  await writeFile(target, OLD, { mode: 0o755 });
  await writeFile(
    path.join(resourcesFolder, 'app-update.yml'),
    `provider: generic\nurl: ${url ?? feed.url}\nupdaterCacheDirName: gatehouse-updater\n`,
  );
  if (kind === 'deb') await writeFile(path.join(resourcesFolder, 'package-type'), 'deb');
  for (const [name, value] of [
    ['APPIMAGE', target],
    ['XDG_CACHE_HOME', path.join(folder, 'cache')],
  ] as const) {
    const before = process.env[name];
    process.env[name] = value;
    onTestFinished(() => {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    });
  }
  const host = updateHost({
    version,
    isPackaged: true,
    platform: 'linux',
    env: { APPIMAGE: target, ...(kind === 'appimage' ? { APPDIR: folder } : {}), PATH: process.env['PATH'] },
    args: ['--hidden'],
    resourcesFolder,
    userFolder: path.join(folder, 'electron'),
    native: () => new EventEmitter(),
    release: ignore,
    logger: silentLogger,
    isAway: () => false,
    mayInstallAtEnd: () => true,
    restart: ignore,
  });
  if (host.engine === undefined) throw new Error('This copy has no updater.');
  return { feed, folder, target, host, engine: host.engine };
}

/** The old file is there, whole, and nothing lies beside it. */
async function expectUntouched({ target }: Copy): Promise<void> {
  expect(await readFile(target)).toEqual(OLD);
  expect((await stat(target)).mode & 0o777).toBe(0o755);
  expect(await readdir(path.dirname(target))).toEqual([path.basename(target)]);
}

describe('the updater of an AppImage', () => {
  it('finds, downloads, verifies and installs a version in place of the file, and starts it', async () => {
    const copy = await copyOf();
    const { feed, engine, target } = copy;
    feed.publish('0.2.0', NEW);
    expect(await engine.check(LATEST, NEVER)).toEqual({
      version: '0.2.0',
      notes: 'What is new & better.',
      sizeBytes: NEW.length,
    });
    const progress: UpdateProgress[] = [];
    await engine.download(step => progress.push(step), NEVER);
    expect(progress.at(-1)).toEqual({ transferredBytes: NEW.length, totalBytes: NEW.length });
    expect(await readFile(target)).toEqual(OLD);
    await engine.prepare(NEVER);
    engine.install(true);
    expect(await readFile(target)).toEqual(NEW);
    expect((await stat(target)).mode & 0o777).toBe(0o755);
    await expect
      .poll(() => readFile(`${target}.started`, 'utf8').catch(() => ''), { timeout: 10_000 })
      .toBe('--hidden\n');
    await expect
      .poll(async () => (await readdir(path.dirname(target))).sort())
      .toEqual([path.basename(target), `${path.basename(target)}.started`].sort());
  });

  it.each([
    ['ends at once with an error', '#!/bin/sh\necho "$@" > "$0.tried"\nexit 7\n'],
    ['is no program for this computer', '\u007fELF and nothing else'],
  ])('puts the old version back and starts it when the new one %s', async (_what, content) => {
    const copy = await copyOf();
    const { feed, engine, target } = copy;
    const old = Buffer.from('#!/bin/sh\necho "$@" > "$0.again"\n');
    await writeFile(target, old, { mode: 0o755 });
    feed.publish('0.2.0', Buffer.from(content));
    await engine.check(LATEST, NEVER);
    await engine.download(ignore, NEVER);
    await engine.prepare(NEVER);
    engine.install(true);
    await expect.poll(() => readFile(`${target}.again`, 'utf8').catch(() => '')).toBe('--hidden\n');
    expect(await readFile(target)).toEqual(old);
    expect((await stat(target)).mode & 0o777).toBe(0o755);
    expect((await readdir(path.dirname(target))).filter(name => name.startsWith('.'))).toEqual([]);
  });

  it('replaces the file without starting it when the application is only quit', async () => {
    const copy = await copyOf();
    copy.feed.publish('0.2.0', NEW);
    await copy.engine.check(LATEST, NEVER);
    await copy.engine.download(ignore, NEVER);
    await copy.engine.prepare(NEVER);
    copy.engine.install(false);
    expect(await readFile(copy.target)).toEqual(NEW);
  });

  it('tells the server nothing of who asks', async () => {
    const copy = await copyOf();
    copy.feed.publish('0.2.0', NEW);
    await copy.engine.check(LATEST, NEVER);
    await copy.engine.download(ignore, NEVER);
    for (const headers of copy.feed.headers) {
      expect(Object.keys(headers)).not.toContain('x-user-staging-id');
      expect(headers.cookie).toBeUndefined();
      expect(headers['user-agent']).toBe('electron-builder');
    }
  });

  it('has nothing to offer when the same or an older version is published, unless its channel was left', async () => {
    const same = await copyOf('0.2.0');
    same.feed.publish('0.2.0', NEW);
    expect(await same.engine.check(LATEST, NEVER)).toBeNull();
    const newer = await copyOf('0.3.0', { feed: same.feed });
    expect(await newer.engine.check(LATEST, NEVER)).toBeNull();
    const beta = await copyOf('0.3.0-beta.1', { feed: same.feed });
    expect(await beta.engine.check(LATEST, NEVER)).toBeNull();
    expect(await beta.engine.check({ channel: 'latest', allowsOlder: true }, NEVER)).toMatchObject({
      version: '0.2.0',
    });
  });

  it('reads the list of its channel', async () => {
    const copy = await copyOf();
    copy.feed.publish('0.2.0', NEW);
    copy.feed.publish('0.3.0-beta.1', NEW, { channel: 'beta' });
    expect(await copy.engine.check({ channel: 'beta', allowsOlder: false }, NEVER)).toMatchObject({
      version: '0.3.0-beta.1',
    });
    expect(await copy.engine.check(LATEST, NEVER)).toMatchObject({ version: '0.2.0' });
  });

  it.each([
    ['that is not there', 404, 'update_feed_missing'],
    ['of a server that fails', 500, 'update_server_failed'],
  ])('names the cause with a list %s', async (_what, status, code) => {
    const copy = await copyOf();
    copy.feed.answer('/latest-linux.yml', (_request, response) => response.writeHead(status).end('no'));
    await expect(copy.engine.check(LATEST, NEVER)).rejects.toMatchObject({
      code,
      remedy: expect.stringContaining('.'),
    });
    await expectUntouched(copy);
  });

  it('names the cause when nobody answers', async () => {
    const copy = await copyOf('0.1.0', { url: 'http://127.0.0.1:9' });
    await expect(copy.engine.check(LATEST, NEVER)).rejects.toMatchObject({
      code: 'update_unreachable',
      retryable: true,
    });
  });

  it.each([
    ['no YAML', '{{{{'],
    ['no list', 'hello'],
    ['no version', 'version: soon\nfiles: []\n'],
    ['no checksum', 'version: 0.2.0\nfiles:\n  - url: gatehouse-0.2.0.AppImage\n'],
    ['a checksum of another kind', 'version: 0.2.0\nfiles:\n  - url: gatehouse-0.2.0.AppImage\n    sha2: abcdef\n'],
  ])('refuses a list with %s', async (_what, list) => {
    const copy = await copyOf();
    copy.feed.publish('0.2.0', NEW, { list });
    await expect(
      copy.engine.check(LATEST, NEVER).then(() => copy.engine.download(ignore, NEVER)),
    ).rejects.toMatchObject({ code: 'update_feed_invalid' });
    await expectUntouched(copy);
  });

  it('throws a download away that is not what the list promises', async () => {
    const copy = await copyOf();
    const file = 'gatehouse-0.2.0-linux-x86_64.AppImage';
    copy.feed.publish('0.2.0', NEW, { list: listOf('0.2.0', file, NEW, sha512(Buffer.from('another'))) });
    await copy.engine.check(LATEST, NEVER);
    await expect(copy.engine.download(ignore, NEVER)).rejects.toMatchObject({ code: 'update_checksum_mismatch' });
    await expectUntouched(copy);
  });

  it('throws half a download away, and can download the whole one afterwards', async () => {
    const copy = await copyOf();
    copy.feed.publish('0.2.0', NEW);
    const file = '/gatehouse-0.2.0-linux-x86_64.AppImage';
    copy.feed.answer(file, (_request, response) => {
      response.writeHead(200, { 'content-length': NEW.length });
      response.write(NEW.subarray(0, 200_000), () => response.destroy());
    });
    await copy.engine.check(LATEST, NEVER);
    await expect(copy.engine.download(ignore, NEVER)).rejects.toMatchObject({ code: 'update_unreachable' });
    await expectUntouched(copy);
    copy.feed.publish('0.2.0', NEW);
    await copy.engine.download(ignore, NEVER);
    await copy.engine.prepare(NEVER);
  });

  it('names a file that the list has and the server has not', async () => {
    const copy = await copyOf();
    copy.feed.publish('0.2.0', NEW);
    copy.feed.answer('/gatehouse-0.2.0-linux-x86_64.AppImage', (_request, response) => response.writeHead(404).end());
    await copy.engine.check(LATEST, NEVER);
    await expect(copy.engine.download(ignore, NEVER)).rejects.toMatchObject({ code: 'update_not_found' });
    await expectUntouched(copy);
  });

  it('ends a look and a download that say nothing as soon as it is told to', async () => {
    const copy = await copyOf();
    const reached = new EventEmitter();
    const silent = (): void => void reached.emit('asked');
    copy.feed.answer('/latest-linux.yml', silent);
    const stop = new AbortController();
    const looked = copy.engine.check(LATEST, stop.signal);
    await once(reached, 'asked');
    stop.abort(new Error('enough'));
    await expect(looked).rejects.toThrow('enough');

    copy.feed.publish('0.2.0', NEW);
    await copy.engine.check(LATEST, NEVER);
    copy.feed.answer('/gatehouse-0.2.0-linux-x86_64.AppImage', (_request, response) => {
      response.writeHead(200, { 'content-length': NEW.length });
      response.write(NEW.subarray(0, 1_000), silent);
    });
    const later = new AbortController();
    const downloaded = copy.engine.download(ignore, later.signal);
    await once(reached, 'asked');
    later.abort(new Error('enough'));
    await expect(downloaded).rejects.toThrow('enough');
    await expectUntouched(copy);
  });

  it('says so when the folder of the file may not be written, and leaves it', async () => {
    const copy = await copyOf();
    copy.feed.publish('0.2.0', NEW);
    // Not even root may make a file below something that is none: a folder of the staged file's name is in the way.
    const staged = path.join(path.dirname(copy.target), `.${path.basename(copy.target)}.update`);
    await mkdir(path.join(staged, 'in-the-way'), { recursive: true });
    await copy.engine.check(LATEST, NEVER);
    await expect(copy.engine.download(ignore, NEVER)).rejects.toMatchObject({ code: 'update_not_writable' });
    expect(await readFile(copy.target)).toEqual(OLD);
  });

  it('says so when there is no room for the download', async () => {
    const copy = await copyOf();
    copy.feed.publish('0.2.0', NEW);
    await writeFile(path.join(copy.folder, 'cache'), 'a file where the folder of downloads should be');
    await copy.engine.check(LATEST, NEVER);
    await expect(copy.engine.download(ignore, NEVER)).rejects.toMatchObject({ code: 'update_not_writable' });
    await expectUntouched(copy);
  });

  it('does not install what was changed after it was verified', async () => {
    const copy = await copyOf();
    copy.feed.publish('0.2.0', NEW);
    await copy.engine.check(LATEST, NEVER);
    await copy.engine.download(ignore, NEVER);
    const staged = path.join(path.dirname(copy.target), `.${path.basename(copy.target)}.update`);
    await chmod(staged, 0o755);
    await writeFile(staged, 'something else');
    await expect(copy.engine.prepare(NEVER)).rejects.toMatchObject({ code: 'update_checksum_mismatch' });
    await expectUntouched(copy);
  });

  it('does not install into nothing', async () => {
    const copy = await copyOf();
    copy.feed.publish('0.2.0', NEW);
    await copy.engine.check(LATEST, NEVER);
    await rm(copy.target);
    await expect(copy.engine.download(ignore, NEVER)).rejects.toMatchObject({ code: 'update_target_missing' });
  });

  it('starts the old version again when the new one cannot take its place at the last moment', async () => {
    const copy = await copyOf();
    copy.feed.publish('0.2.0', NEW);
    await copy.engine.check(LATEST, NEVER);
    await copy.engine.download(ignore, NEVER);
    await copy.engine.prepare(NEVER);
    await rm(path.join(path.dirname(copy.target), `.${path.basename(copy.target)}.update`));
    await writeFile(copy.target, '#!/bin/sh\necho "$@" > "$0.again"\n', { mode: 0o755 });
    expect(() => copy.engine.install(true)).toThrow('ENOENT');
    await expect
      .poll(() => readFile(`${copy.target}.again`, 'utf8').catch(() => ''), { timeout: 10_000 })
      .toBe('--hidden\n');
  });
});

describe('a copy that something else updates', () => {
  it('tells of a new version and of how to get it, and downloads nothing', async () => {
    const copy = await copyOf('0.1.0', { kind: 'deb' });
    copy.feed.publish('0.2.0', NEW);
    expect(copy.host).toMatchObject({ package: 'deb', canInstall: false });
    expect(copy.host.instead?.remedy.shellCommand).toBe('sudo apt install ./gatehouse-*.deb');
    expect(await copy.engine.check(LATEST, NEVER)).toMatchObject({ version: '0.2.0' });
    await expect(copy.engine.download(ignore, NEVER)).rejects.toMatchObject({ code: 'update_failed' });
    expect(copy.feed.asked).toEqual(['/latest-linux.yml']);
  });
});
