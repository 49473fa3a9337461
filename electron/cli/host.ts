import { createGatehouse, type Gatehouse, type GatehouseOptions } from '../core/app/index.ts';
import type { LoadedSettings, SettingsInput } from '../core/config/index.ts';
import { AddressTakenError, outwardError } from '../core/control/index.ts';
import { type CrashFindings, CrashGuard, safeModeAskedBy } from '../core/crash/index.ts';
import { Notifications, noticeTexts } from '../core/notify/index.ts';
import {
  errorMessage,
  GatehouseError,
  type Logger,
  LogNotifier,
  PinoLogger,
  prepareHome,
  Redactor,
  RotatedFile,
  SystemOpener,
  warnOfOpenFolder,
} from '../core/platform/index.ts';
import { StorageWatch, startError } from '../core/storage/index.ts';
import { fixedCopy } from '../core/updates/index.ts';
import { hostParts, logFindings, openHostNetwork } from '../host-parts.ts';
import type { OpenedNetwork, OpenNetworkOptions } from '../network.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { licencePlaces } from './licences-command.ts';
import { packageKind } from './package-kind.ts';
import { controlClient, logPath, placeOf, safeSettingsOf, secretsOf, settingsOf } from './place.ts';
import { isUnderLaunchd } from './service/early-log.ts';
import { TerminalNotifier } from './terminal-notifier.ts';

/** What has to be there before anything is opened: settings, and a log for what goes wrong. */
export interface PreparedHost {
  readonly load: () => Promise<LoadedSettings>;
  readonly loaded: LoadedSettings;
  readonly redactor: Redactor;
  readonly logger: PinoLogger;
  readonly storage: StorageWatch;
  readonly guard: CrashGuard;
  readonly found: CrashFindings;
  /** Sentences for the banner. */
  readonly notes: readonly string[];
}

/** The application, running in this process. */
export interface OpenedHost {
  readonly opened: OpenedNetwork;
  readonly gatehouse: Gatehouse;
  readonly opener: SystemOpener;
}

/** How the application is opened. */
export interface OpenHostOptions extends Pick<OpenNetworkOptions, 'wantsSandbox'> {
  /** Notices are shown in the terminal; otherwise they go to the log. */
  readonly isTelling: boolean;
  /** How this process starts again. Default: it does not. */
  readonly restart?: NonNullable<GatehouseOptions['restart']>;
}

/** Prepares the home folder and reads its settings. What is to be ended is added to `stops`. */
export async function prepareHost(
  io: CliIo,
  options: PlaceOptions,
  flags: NonNullable<SettingsInput['flags']>,
  stops: (() => Promise<void>)[],
  {
    consoleLevel = 'warn',
    isSafe = false,
  }: { readonly consoleLevel?: 'warn' | 'error'; readonly isSafe?: boolean } = {},
): Promise<PreparedHost> {
  const { home } = placeOf(io, options);
  const isPrivate = await prepareHome(home);
  const redactor = new Redactor();
  const guard = new CrashGuard({
    home,
    clock: io.clock,
    scrubber: redactor,
    host: 'headless',
    version: io.version,
    askedBy: safeModeAskedBy(isSafe, io.env),
  });
  const found = await guard.open(io.signal);
  io.onEnd(() => guard.end());
  stops.push(async () => guard.end());
  io.crash.addEventListener('abort', () => guard.crashed(io.crash.reason), { once: true });
  const load = (): Promise<LoadedSettings> => settingsOf(io, options, flags);
  const { loaded, problem } =
    found.safeMode === null ? { loaded: await load(), problem: null } : await safeSettingsOf(io, options, flags);
  const storage = new StorageWatch({ home, clock: io.clock });
  const path = logPath(home);
  const logFile = new RotatedFile({
    path,
    onFailure: error => {
      io.stderr.write(`warning: the log cannot be written: ${errorMessage(error)}\n`);
      storage.failed(error, { path, way: 'append' });
    },
  });
  const logger = new PinoLogger({
    clock: io.clock,
    scrubber: redactor,
    level: loaded.settings.log.level,
    file: logFile,
    // Under launchd that would be a second log, in a file that only grows.
    ...(isUnderLaunchd(io) ? {} : { console: { level: consoleLevel, sink: io.stderr } }),
  });
  stops.push(async () => logFile.close());
  warnOfOpenFolder(home, isPrivate, logger);
  logFindings(found, problem, logger);
  return { load, loaded, redactor, logger, storage, guard, found, notes: notesOf(found, problem) };
}

/** Starts the application on its network. Throws why it cannot, `already_running` when another process has the home. */
export async function openHost(
  io: CliIo,
  options: PlaceOptions,
  { load, loaded, redactor, logger, storage, guard, found }: PreparedHost,
  { wantsSandbox, isTelling, restart }: OpenHostOptions,
  stops: (() => Promise<void>)[],
): Promise<OpenedHost> {
  const place = placeOf(io, options);
  const { env, clock, signal } = io;
  const { store: secrets, moved } = await secretsOf(io, options, { redactor });
  if (moved !== null) logger.info('secrets moved', { count: moved.count, from: moved.from });
  const { userFolder } = io;
  const basis = { loaded, load, secrets, redactor, logger, guard, found, place, env, clock, storage, userFolder };
  const opened = await openHostNetwork(basis, { signal, ...(wantsSandbox === undefined ? {} : { wantsSandbox }) });
  stops.push(() => opened.stop());
  const opener = new SystemOpener({ home: place.home, clock, env, platform: io.platform });
  if (opener.canOpen) stops.push(() => opener.forget());
  const notifications = new Notifications({
    settings: loaded.settings.notifications,
    notifier: isTelling ? new TerminalNotifier({ stdout: io.stdout, logger, clock }) : new LogNotifier(logger),
    // As everything that the command line says.
    texts: () => noticeTexts('en'),
    clock,
    logger,
    snapshot: () => gatehouse.status.snapshot(),
    isSeen: () => false,
  });
  stops.push(async () => notifications.stop());
  const gatehouse = createGatehouse({
    ...hostParts(basis, opened),
    host: 'headless',
    version: io.version,
    pid: io.pid,
    veil: io,
    showPage: opener.canOpen ? (url, openSignal) => opener.open(url, openSignal) : undefined,
    moveSecrets: to => secretsOf(io, options, { redactor, moveTo: to }),
    ...(restart === undefined ? {} : { restart }),
    licences: licencePlaces(io),
    updates: fixedCopy(io.version, packageKind(io)),
    onEvent: notifications.take,
  });
  stops.push(() => gatehouse.stop());
  await gatehouse.start(signal).catch(async (error: unknown) => {
    throw error instanceof AddressTakenError ? await alreadyRunning(io, options) : error;
  });
  await guard.confirm(signal);
  return { opened, gatehouse, opener };
}

/** What this start found, as sentences for a person at the terminal. */
function notesOf({ ended, safeMode }: CrashFindings, settings: string | null): string[] {
  return [
    ...(safeMode === null
      ? []
      : [
          `${safeMode.sentence} Nothing is done by itself, and requests are refused.`,
          ...(settings === null ? [] : [`A setting is wrong, and its default counts: ${settings}`]),
          'Start normally with: gatehouse safe-mode leave. Write a report with: gatehouse diagnostics --output FILE',
        ]),
    ...(ended === null || ended.how === 'restarted' || safeMode !== null
      ? []
      : [
          `The last run ended unexpectedly${ended.reason === null ? '' : ` (${ended.reason.replace(/\.$/, '')})`}. To report it: gatehouse diagnostics --output FILE`,
        ]),
  ];
}

/** Says who has this home, when that one answers. */
async function alreadyRunning(io: CliIo, options: PlaceOptions): Promise<GatehouseError> {
  const running = await controlClient(io, options)
    .status(io.signal)
    .catch(() => undefined);
  const who =
    running === undefined ? '' : ` (process ${running.app.pid}, ${running.proxy.endpoint ?? 'endpoint closed'})`;
  return new GatehouseError('already_running', `Gatehouse is already running with this home folder${who}.`, {
    remedy: 'Use that one, stop it first, or choose another folder with --home DIR.',
  });
}

/** The error as it may be shown: a secret that is known by now must not stand in it. */
export function failed(io: CliIo, thrown: unknown, redactor: Redactor, logger: Logger): unknown {
  const error = io.crash.aborted ? thrown : startError(thrown);
  if (error instanceof GatehouseError) {
    const { code, message, remedy } = outwardError(error, redactor);
    return code === 'config_invalid' ? error : new GatehouseError(code, message, remedy === null ? {} : { remedy });
  }
  if (!io.crash.aborted) logger.error('start failed', { error });
  return new GatehouseError('unexpected', `Something unexpected went wrong: ${redactor.redact(errorMessage(error))}`, {
    remedy: 'The log in the home folder has the details.',
    cause: error,
  });
}

/** Ends everything, newest first. Never throws. */
export async function stopAll(stops: readonly (() => Promise<void>)[], logger: Logger): Promise<void> {
  for (const stop of [...stops].reverse()) {
    await stop().catch((error: unknown) => logger.error('part did not stop cleanly', { error }));
  }
}
