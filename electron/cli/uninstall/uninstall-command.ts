import { existsSync, readFileSync } from 'node:fs';
import { rm, rmdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { holdHome } from '../../core/control/index.ts';
import {
  errorMessage,
  GatehouseError,
  headlessCandidates,
  Redactor,
  secretKeyFolder,
} from '../../core/platform/index.ts';
import { type CliIo, type PlaceOptions, printLine } from '../io.ts';
import { controlClient, placeOf } from '../place.ts';
import { managerOf } from '../service/command.ts';
import type { ServiceManager } from '../service/manager.ts';
import { startsHome } from '../service/unit.ts';
import { askYes } from '../terminal.ts';
import { findTraces, isPersonsFolder, servesOtherHome, type Trace } from './places.ts';
import { forgetInSystem, outOfReach, type SystemEntry, systemEntries } from './system-entries.ts';

/** Options of `gatehouse uninstall`. */
export interface UninstallOptions extends PlaceOptions {
  readonly keepData?: true;
  readonly deleteData?: true;
  readonly dryRun?: true;
}

const KEYCHAIN_FILE = 'secrets.keychain.json';

/**
 * `gatehouse uninstall`: takes away all that Gatehouse has made outside of its own program, and what a person chose of
 * their data. What there is once for a person stays while it serves another home folder. Throws `already_running`,
 * `wrong_usage`, `home_shared`, `home_busy` and `uninstall_incomplete`.
 */
export async function runUninstall(io: CliIo, options: UninstallOptions): Promise<void> {
  if (options.keepData && options.deleteData) throw contradiction();
  const { traces, foreign } = findTraces(io, options);
  const service = await installedService(io, options);
  const { home } = placeOf(io, options);
  const isUsual = !servesOtherHome(io, home);
  const entries = isUsual ? systemEntries(io, home) : [];
  const unreachable = isUsual ? outOfReach(io, home) : [];
  showPlan(io, { traces, entries, unreachable, service });
  if (options.dryRun) return;
  const deletesData = await wantsDataGone(io, options, traces);
  if (deletesData && isPersonsFolder(home, io)) throw shared(home);
  // Its own host is ended by taking the service away; another one has to be ended by whoever started it.
  await service?.uninstall();
  await refuseWhileRunning(io, options);
  const failures = await removeAll(io, options, { traces, entries, deletesData });
  if (failures.length > 0) {
    throw new GatehouseError('uninstall_incomplete', `Not everything could be removed: ${failures.join('; ')}`, {
      remedy: 'Give this user access to it and repeat the command, or delete by hand what is named.',
    });
  }
  printLine(io, deletesData ? 'All of it is removed.' : `Removed. Your data stays in ${home}.`);
  if (!isUsual) {
    printLine(io, 'The start at login and downloaded updates stay: they are of your usual home folder.');
  }
  if (deletesData && existsSync(home)) {
    printLine(io, `${home} stays, because Gatehouse did not make what is left in it: ${foreign.join(', ')}`);
  }
  printLine(io, programHint(io));
}

interface Plan {
  readonly traces: readonly Trace[];
  readonly entries: readonly SystemEntry[];
  /** What stays, and how it goes. */
  readonly unreachable: readonly string[];
  readonly service: ServiceManager | undefined;
}

function showPlan(io: CliIo, { traces, entries, unreachable, service }: Plan): void {
  const row = ({ path, what }: Pick<Trace, 'path' | 'what'>): void => printLine(io, `  ${path}  (${what})`);
  const all = [...traces, ...entries.map(({ place, what, kind }) => ({ path: place, what, kind }))];
  const system = all.filter(({ kind }) => kind === 'system');
  const data = [...all.filter(({ kind }) => kind === 'data'), ...keychainKey(traces)];
  if (service === undefined && traces.length === 0 && entries.length === 0) {
    printLine(io, 'There is nothing of Gatehouse but the program.');
    return;
  }
  if (service !== undefined || system.length > 0) printLine(io, 'Is removed:');
  if (service !== undefined) row({ path: service.file, what: `the service of ${service.name}` });
  for (const trace of system) row(trace);
  if (data.length > 0) printLine(io, 'Is your data:');
  for (const trace of data) row(trace);
  if (unreachable.length > 0) printLine(io, 'Is not for this command to remove:');
  for (const sentence of unreachable) printLine(io, `  ${sentence}`);
}

/** The key of the secrets that the headless host keeps in the system's keychain; see {@link eraseKeys}. */
function keychainKey(traces: readonly Trace[]): readonly Pick<Trace, 'path' | 'what'>[] {
  const isThere = traces.some(({ path }) => basename(path) === KEYCHAIN_FILE);
  return isThere ? [{ path: '"Gatehouse" in the keychain', what: 'key of the stored secrets' }] : [];
}

async function wantsDataGone(io: CliIo, options: UninstallOptions, traces: readonly Trace[]): Promise<boolean> {
  if (options.deleteData || options.keepData) return options.deleteData === true;
  if (!traces.some(({ kind }) => kind === 'data')) return false;
  if (io.stdin.isTTY && io.stdout.isTTY) {
    return askYes(io, 'Delete your data as well? The stored secrets cannot be had back.');
  }
  throw new GatehouseError('wrong_usage', 'It is not said what becomes of your data.', {
    remedy: 'Repeat it with --keep-data or --delete-data, or look first with --dry-run.',
  });
}

async function installedService(io: CliIo, options: PlaceOptions): Promise<ServiceManager | undefined> {
  if (io.platform !== 'linux' && io.platform !== 'darwin') return undefined;
  const manager = managerOf(io, options);
  if (!existsSync(manager.file)) return undefined;
  if (startsHome(readFileSync(manager.file, 'utf8'), placeOf(io, options).home)) return manager;
  printLine(io, `The service in ${manager.file} starts another home folder, and stays.`);
  return undefined;
}

async function refuseWhileRunning(io: CliIo, options: PlaceOptions): Promise<void> {
  const running = await controlClient(io, options)
    .status(io.signal)
    .catch((error: unknown) => {
      if (error instanceof GatehouseError && error.code === 'not_running') return undefined;
      throw error;
    });
  if (running === undefined) return;
  const { host, pid } = running.app;
  throw new GatehouseError('already_running', `Gatehouse is running with this home folder (process ${pid}).`, {
    remedy:
      host === 'electron'
        ? 'Quit it in its tray menu, and repeat the command.'
        : 'End it with Ctrl-C where it was started, and repeat the command.',
  });
}

/** What could not be removed, one sentence each. */
async function removeAll(
  io: CliIo,
  options: PlaceOptions,
  { traces, entries, deletesData }: Pick<Plan, 'traces' | 'entries'> & { readonly deletesData: boolean },
): Promise<readonly string[]> {
  const place = placeOf(io, options);
  const failures: string[] = [];
  const attempt = async (what: string, act: () => Promise<unknown>): Promise<void> => {
    await act().catch((error: unknown) => {
      io.signal.throwIfAborted();
      failures.push(`${what}: ${errorMessage(error)}`);
    });
  };
  const remove = (trace: Trace): Promise<void> =>
    attempt(trace.path, () => rm(trace.path, { recursive: true, force: true }));
  const isSocket = ({ path, what }: Trace): boolean => basename(path).startsWith('control.') || what.includes('socket');
  const wanted = traces.filter(({ kind }) => kind === 'system' || deletesData);
  const work = async (): Promise<void> => {
    if (deletesData) await eraseKeys(io, options, attempt);
    for (const trace of wanted) if (!isSocket(trace)) await remove(trace);
  };
  // Nobody may start meanwhile: a host would find half of its files.
  await (existsSync(place.home) ? holdHome(place, io, work) : work());
  for (const trace of findTraces(io, options).traces) {
    if (isSocket(trace) && (trace.kind === 'system' || deletesData)) await remove(trace);
  }
  for (const entry of entries.filter(({ kind }) => kind === 'system' || deletesData)) {
    await attempt(entry.place, () => forgetInSystem(io, entry));
  }
  if (deletesData) await removeEmptyFolders([dirname(secretKeyFolder(place.home, io)), place.home]);
  return failures;
}

/** The keys in the system's keychain; those in files go with their folder. */
async function eraseKeys(
  io: CliIo,
  options: PlaceOptions,
  attempt: (what: string, act: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const { home } = placeOf(io, options);
  if (!existsSync(home)) return;
  const { clock, env, platform } = io;
  const keyFolder = secretKeyFolder(home, io);
  const candidates = headlessCandidates({ home, keyFolder, redactor: new Redactor(), clock, platform, env });
  const keychain = candidates.find(({ kind }) => kind === 'keychain')?.open();
  if (keychain === undefined || !findTraces(io, options).traces.some(({ path }) => basename(path) === KEYCHAIN_FILE)) {
    return;
  }
  await attempt('the key in the keychain', () => keychain.erase(io.signal));
}

async function removeEmptyFolders(folders: readonly string[]): Promise<void> {
  // One that is not empty holds something of somebody else, and one that is not there is what is wanted.
  for (const folder of folders) await rmdir(folder).catch(() => undefined);
}

function programHint({ program, platform }: CliIo): string {
  if (/[\\/]node_modules[\\/]/.test(program.join(' '))) {
    return 'The program itself goes with: npm uninstall --global gatehouse';
  }
  if (platform === 'win32') return 'The program itself goes in the settings of Windows, under Apps.';
  return 'The program itself goes the way it came: by its package, or by deleting its file.';
}

function shared(home: string): GatehouseError {
  return new GatehouseError(
    'home_shared',
    `${home} holds more than Gatehouse, so nothing in it is deleted by its name.`,
    {
      remedy: 'Delete yourself what is yours to delete, see it with --dry-run; --keep-data removes the rest.',
    },
  );
}

function contradiction(): GatehouseError {
  return new GatehouseError('wrong_usage', '--keep-data and --delete-data exclude each other.', {
    remedy: 'Give one of them.',
  });
}
