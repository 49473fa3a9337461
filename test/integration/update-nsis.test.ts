import { EventEmitter } from 'node:events';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { updateFeed } from '../../build/update-feed.mjs';
import type { UpdateEngine } from '../../electron/core/updates/index.ts';
import { updateHost } from '../../electron/shell/updater/index.ts';
import { standInNet } from '../helpers/electron-net.ts';
import { requireElectron } from '../helpers/electron-required.ts';
import { silentLogger } from '../helpers/silent-logger.ts';
import { tempHome } from '../helpers/temp-home.ts';
import { listOf, sha512, startFeed, type UpdateFeed } from '../helpers/update-feed.ts';

requireElectron({ net: standInNet, session: { fromPartition: () => ({}) }, autoUpdater: new EventEmitter() });

const NEVER = new AbortController().signal;
const LATEST = { channel: 'latest', allowsOlder: false } as const;
const PUBLISHER = 'Some One';
const ignore = (): void => undefined;
/** Writes its arguments beside itself. */
const INSTALLER = Buffer.from('#!/bin/sh\necho "$@" > "$0.ran"\n');

/** What PowerShell says of an installer; undefined: there is no PowerShell. */
type Verdict = { readonly status: number; readonly subject: string } | undefined;
const SIGNED: Verdict = { status: 0, subject: `CN=${PUBLISHER}, O=${PUBLISHER}, C=DE` };

interface Copy {
  readonly feed: UpdateFeed;
  readonly engine: UpdateEngine;
  /** Where the installer is downloaded to. */
  readonly pending: string;
}

/** Version 0.1.0 on "Windows": the names, folders and steps are those, the system beneath is not. */
async function copyOn(verdict: Verdict, { isPublisherKnown = true } = {}): Promise<Copy> {
  const feed = await startFeed('exe', '');
  const folder = await tempHome();
  const tools = path.join(folder, 'tools');
  const resourcesFolder = path.join(folder, 'resources');
  for (const one of [tools, resourcesFolder]) await mkdir(one);
  // As the build leaves it, but for the place of the releases.
  const built = updateFeed({
    GITHUB_REPOSITORY: 'someone/gatehouse',
    ...(isPublisherKnown ? { WIN_PUBLISHER_NAME: PUBLISHER } : {}),
  });
  const config = built?.replace(/provider: github\nowner: .*\nrepo: .*\n/, `provider: generic\nurl: ${feed.url}\n`);
  await writeFile(path.join(resourcesFolder, 'app-update.yml'), config ?? '');
  if (verdict !== undefined) await writePowerShell(tools, verdict);
  const before = { platform: process.platform, path: process.env['PATH'] };
  const local = process.env['LOCALAPPDATA'];
  onTestFinished(() => {
    Object.defineProperty(process, 'platform', { value: before.platform });
    process.env['PATH'] = before.path;
    if (local === undefined) delete process.env['LOCALAPPDATA'];
    else process.env['LOCALAPPDATA'] = local;
  });
  Object.defineProperty(process, 'platform', { value: 'win32' });
  process.env['PATH'] = `${tools}:${before.path}`;
  process.env['LOCALAPPDATA'] = path.join(folder, 'local');
  const { engine } = updateHost({
    version: '0.1.0',
    isPackaged: true,
    platform: 'win32',
    env: {},
    args: [],
    resourcesFolder,
    userFolder: path.join(folder, 'electron'),
    native: () => new EventEmitter(),
    release: ignore,
    logger: silentLogger,
    isAway: () => false,
    mayInstallAtEnd: () => true,
    restart: ignore,
  });
  if (engine === undefined) throw new Error('This copy has no updater.');
  feed.publish('0.2.0', INSTALLER);
  return { feed, engine, pending: path.join(folder, 'local', 'gatehouse-updater', 'pending') };
}

/** Answers the updater's question as Windows does: which file, whether its signature is valid, and whose it is. */
async function writePowerShell(tools: string, { status, subject }: NonNullable<Verdict>): Promise<void> {
  const answer = `{"Path":"'"$file"'","Status":${status},"SignerCertificate":{"Subject":"${subject}"}}`;
  const script = [
    '#!/bin/sh',
    `file=$(echo "$*" | sed -n "s/.*-LiteralPath '\\(.*\\)' |.*/\\1/p")`,
    `echo '${answer}'`,
    '',
  ].join('\n');
  // Node runs the updater's line by the command interpreter of the platform that it believes to be on.
  await writeFile(path.join(tools, 'cmd.exe'), script, { mode: 0o755 });
}

async function download({ engine }: Copy): Promise<void> {
  await engine.check(LATEST, NEVER);
  await engine.download(ignore, NEVER);
}

const exesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.exe'));

describe("the real updater of Windows, with a script for PowerShell's answer and one for the installer", () => {
  it.each([
    ['starts it again', true, '--updated /S --force-run\n'],
    ['lets it rest', false, '--updated /S\n'],
  ])('finds, downloads and verifies an installer, runs it without a question and %s', async (_what, restarts, args) => {
    const copy = await copyOn(SIGNED);
    const { engine, feed, pending } = copy;
    await download(copy);
    // The map of its pieces comes first: only those that differ are downloaded where the feed has one.
    const file = '/gatehouse-0.2.0-linux-x86_64.exe';
    expect(feed.asked).toEqual(['/latest.yml', `${file}.blockmap`, file]);
    await engine.prepare(NEVER);

    const [name = ''] = await exesIn(pending);
    const installer = path.join(pending, name);
    expect(await readFile(installer)).toEqual(INSTALLER);
    // Windows runs what is called so; here it is a matter of the file's mode.
    await chmod(installer, 0o755);
    expect(engine.install(restarts)).toBe(false);
    await expect.poll(() => readFile(`${installer}.ran`, 'utf8').catch(() => '')).toBe(args);
  });

  it.each([
    ['that nobody signed', { status: 2, subject: '' }],
    ['whose signature is broken', { status: 1, subject: `CN=${PUBLISHER}` }],
    ['that somebody else signed', { status: 0, subject: 'CN=Some Other, O=Some Other, C=DE' }],
  ])('throws an installer away %s', async (_what, verdict) => {
    const copy = await copyOn(verdict);
    await expect(download(copy)).rejects.toMatchObject({
      code: 'update_signature_invalid',
      remedy: expect.stringContaining('Do not install'),
    });
    expect(await exesIn(copy.pending)).toEqual([]);
  });

  it('throws an installer away whose signature nothing can look at, where the updater would let it through', async () => {
    const copy = await copyOn(undefined);
    await expect(download(copy)).rejects.toMatchObject({
      code: 'update_signature_unchecked',
      remedy: expect.stringContaining('PowerShell'),
    });
    expect(await exesIn(copy.pending)).toEqual([]);
  });

  it('throws an installer away that is not what the list promises, before anybody looks at its signature', async () => {
    const copy = await copyOn(SIGNED);
    const file = 'gatehouse-0.2.0-linux-x86_64.exe';
    copy.feed.publish('0.2.0', INSTALLER, { list: listOf('0.2.0', file, INSTALLER, sha512(Buffer.from('another'))) });
    await expect(download(copy)).rejects.toMatchObject({ code: 'update_checksum_mismatch' });
    expect(await exesIn(copy.pending)).toEqual([]);
  });

  it('does not run an installer that was changed after it was verified', async () => {
    const copy = await copyOn(SIGNED);
    await download(copy);
    const [name = ''] = await exesIn(copy.pending);
    await writeFile(path.join(copy.pending, name), 'something else');
    await expect(copy.engine.prepare(NEVER)).rejects.toMatchObject({ code: 'update_checksum_mismatch' });
  });

  it('asks for no signature in a build that names nobody who signs', async () => {
    const copy = await copyOn(undefined, { isPublisherKnown: false });
    await download(copy);
    await copy.engine.prepare(NEVER);
  });
});
