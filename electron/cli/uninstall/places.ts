import { existsSync, readdirSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { controlAddress } from '../../core/control/index.ts';
import { resolveHome, secretKeyFolder } from '../../core/platform/index.ts';
import type { CliIo, PlaceOptions } from '../io.ts';
import { placeOf } from '../place.ts';
import { hasBeenHome, isOwnName } from './own-names.ts';

/** One thing that Gatehouse has made on this computer outside of its own program. */
export interface Trace {
  readonly path: string;
  /** What it is, in a few words. */
  readonly what: string;
  /** `data`: a person may want to keep it. */
  readonly kind: 'system' | 'data';
}

/** Everything that is there now. Names of the home folder that are not Gatehouse's own are in `foreign`, and stay. */
export function findTraces(io: CliIo, options: PlaceOptions): { traces: readonly Trace[]; foreign: readonly string[] } {
  const place = placeOf(io, options);
  const { home } = place;
  const names = existsSync(home) ? readdirSync(home).sort() : [];
  const isOwn = home === usualHome(io) || hasBeenHome(home) ? isOwnName : () => false;
  const keys = secretKeyFolder(home, io);
  const socketFolder = dirname(controlAddress(place));
  const isSocketElsewhere = io.platform !== 'win32' && socketFolder !== home;
  const traces: Trace[] = [
    ...(servesOtherHome(io, home) ? [] : ofPerson(io)),
    ...(isSocketElsewhere ? [{ path: socketFolder, what: 'the control socket', kind: 'system' } as const] : []),
    ...names.filter(isOwn).map(name => ({ path: join(home, name), what: whatIs(name), kind: 'data' }) as const),
    ...(dirname(keys) === home ? [] : [{ path: keys, what: 'keys of the stored secrets', kind: 'data' } as const]),
  ];
  return {
    traces: traces.filter(({ path }) => existsSync(path)),
    foreign: names.filter(name => !isOwn(name)),
  };
}

/** Whether what there is once for a person, as the start at login, has to stay: the usual home folder is another one. */
export function servesOtherHome(io: CliIo, home: string): boolean {
  const usual = usualHome(io);
  return home !== usual && existsSync(usual);
}

/** Whether so much of a person's, or of the computer's, lies in this folder that nothing in it may be deleted by name. */
export function isPersonsFolder(home: string, { userFolder }: CliIo): boolean {
  const way = relative(home, userFolder);
  return way === '' || !(way.startsWith('..') || isAbsolute(way));
}

function usualHome(io: CliIo): string {
  return resolveHome({ ...io, flag: undefined, env: { ...io.env, GATEHOUSE_HOME: undefined } });
}

function ofPerson(io: CliIo): Trace[] {
  return [...autostart(io), { path: updateCache(io), what: 'downloaded updates', kind: 'system' }, ...ofSystem(io)];
}

/** Where Linux desktops look for what starts at a login; the other systems keep a list of their own. */
function autostart(io: CliIo): Trace[] {
  if (io.platform === 'win32' || io.platform === 'darwin') return [];
  const base = absolute(io.env['XDG_CONFIG_HOME']) ?? join(io.userFolder, '.config');
  return [{ path: join(base, 'autostart', 'gatehouse.desktop'), what: 'the start at login', kind: 'system' }];
}

/** The folder of electron-updater, by its `app-update.yml`: the package's name with `-updater`. */
function updateCache({ platform, env, userFolder }: CliIo): string {
  const name = 'gatehouse-updater';
  if (platform === 'darwin') return join(userFolder, 'Library', 'Caches', name);
  if (platform === 'win32') return join(absolute(env['LOCALAPPDATA']) ?? join(userFolder, 'AppData', 'Local'), name);
  return join(absolute(env['XDG_CACHE_HOME']) ?? join(userFolder, '.cache'), name);
}

/** What macOS itself keeps for an application of this identifier. */
function ofSystem({ platform, userFolder }: CliIo): Trace[] {
  if (platform !== 'darwin') return [];
  const library = (...steps: string[]): string => join(userFolder, 'Library', ...steps);
  return [
    { path: library('Preferences', 'app.gatehouse.desktop.plist'), what: 'preferences of the system', kind: 'system' },
    // Of the system's own updater, which takes the download from there.
    { path: library('Caches', 'app.gatehouse.desktop.ShipIt'), what: 'downloaded updates', kind: 'system' },
    {
      path: library('Saved Application State', 'app.gatehouse.desktop.savedState'),
      what: 'windows that the system remembers',
      kind: 'system',
    },
  ];
}

function whatIs(name: string): string {
  if (name.startsWith('config.json')) return 'settings';
  if (name.startsWith('secret') || name === 'keys') return 'stored secrets';
  if (name.startsWith('receipts')) return 'receipts of answers';
  if (name.startsWith('subscription') || name === 'assignments.json' || name === 'headroom.json')
    return 'subscriptions';
  if (name.startsWith('agents')) return 'agents';
  if (name === 'logs') return 'logs and activity';
  if (name === 'diagnostics') return 'saved diagnostics';
  if (name === 'exports') return 'saved receipts and activity';
  if (name === 'electron') return 'what the desktop runtime keeps';
  return 'state';
}

function absolute(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined;
}
