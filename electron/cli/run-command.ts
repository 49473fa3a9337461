import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createGatehouse, type Gatehouse } from '../core/app/index.ts';
import { type LoadedSettings, SettingsDesk, type SettingsInput } from '../core/config/index.ts';
import { AddressTakenError, outwardError } from '../core/control/index.ts';
import { type AppNotifier, Notifications, noticeTexts } from '../core/notify/index.ts';
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
  SystemRandom,
} from '../core/platform/index.ts';
import { gatewayAccess } from '../gateway-access.ts';
import { type OpenedNetwork, openNetwork } from '../network.ts';
import { type Dashboard, startDashboard } from '../web/index.ts';
import { type BannerFacts, bannerText, readyLine } from './banner.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { controlClient, logPath, placeOf, secretsOf, settingsOf } from './place.ts';
import { askYes } from './terminal.ts';
import { TerminalNotifier } from './terminal-notifier.ts';

/** Options of `gatehouse run`. */
export interface RunOptions extends PlaceOptions {
  readonly sandbox?: true;
  readonly seed?: string;
  readonly port?: string;
  readonly verification?: string;
  readonly dashboard: boolean;
  /** No notices in the terminal. */
  readonly quiet?: true;
}

/** `gatehouse run`: the whole product without a window, until it is told to end. */
export async function runHost(io: CliIo, options: RunOptions): Promise<void> {
  const place = placeOf(io, options);
  await prepareHome(place.home);
  const loaded = await settingsOf(io, options, flagsOf(options));
  const redactor = new Redactor();
  const logFile = new RotatedFile({
    path: logPath(place.home),
    onFailure: error => io.stderr.write(`warning: the log cannot be written: ${errorMessage(error)}\n`),
  });
  const logger = new PinoLogger({
    clock: io.clock,
    scrubber: redactor,
    level: loaded.settings.log.level,
    file: logFile,
    console: { level: 'warn', sink: io.stderr },
  });
  const stops: (() => Promise<void>)[] = [async () => logFile.close()];
  try {
    const { env, clock, signal } = io;
    const { store: secrets, moved } = await secretsOf(io, options, { redactor });
    if (moved !== null) logger.info('secrets moved', { count: moved.count, from: moved.from });
    const opened = await openNetwork({
      loaded,
      secrets,
      redactor,
      home: place.home,
      env,
      clock,
      signal,
      wantsSandbox: () => wantsSandbox(io),
    });
    stops.push(() => opened.stop());
    const opener = new SystemOpener({ home: place.home, clock, env, platform: io.platform });
    if (opener.canOpen) stops.push(() => opener.forget());
    const desk = new SettingsDesk(loaded);
    desk.onChange((path, { log }) => {
      if (path === 'log.level') logger.setLevel(log.level);
    });
    const notifier: AppNotifier =
      options.quiet === true ? new LogNotifier(logger) : new TerminalNotifier({ stdout: io.stdout, logger, clock });
    const notifications = new Notifications({
      settings: loaded.settings.notifications,
      notifier,
      // As everything that the command line says.
      texts: noticeTexts('en'),
      clock,
      logger,
      snapshot: () => gatehouse.status.snapshot(),
      isSeen: () => false,
    });
    stops.push(async () => notifications.stop());
    const gatehouse = createGatehouse({
      settings: loaded.settings,
      desk,
      network: opened.network,
      gateway: gatewayAccess({ loaded, env, secrets, redactor, userFolder: io.userFolder }),
      secrets,
      env,
      redact: value => redactor.add(value),
      logger,
      scrubber: redactor,
      clock: io.clock,
      random: new SystemRandom(),
      place,
      host: 'headless',
      version: io.version,
      pid: io.pid,
      veil: io,
      showPage: opener.canOpen ? (url, openSignal) => opener.open(url, openSignal) : undefined,
      setAside: loaded.setAside,
      onEvent: notifications.take,
    });
    stops.push(() => gatehouse.stop());
    await gatehouse.start(io.signal).catch(async (error: unknown) => {
      throw error instanceof AddressTakenError ? await alreadyRunning(io, options) : error;
    });
    await serve(io, { loaded, opened, gatehouse, logger, redactor, wantsDashboard: options.dashboard, opener, stops });
  } catch (error) {
    // Being told to end while starting is no failure.
    if (!io.signal.aborted) throw failed(io, error, redactor, logger);
  } finally {
    if (io.crash.aborted) logger.error('unexpected failure', { error: io.crash.reason as unknown });
    await stopAll(stops, logger);
  }
  if (io.crash.aborted) throw failed(io, io.crash.reason, redactor, logger);
}

/** A person at a terminal is asked; a script gets the sandbox, so that the main job works without a person. */
async function wantsSandbox(io: CliIo): Promise<boolean> {
  if (io.stdin.isTTY !== true || io.stdout.isTTY !== true) return true;
  return askYes(io, 'No network is configured. Try Gatehouse on the embedded sandbox?');
}

interface Serving {
  readonly loaded: LoadedSettings;
  readonly opened: OpenedNetwork;
  readonly gatehouse: Gatehouse;
  readonly logger: Logger;
  readonly redactor: Redactor;
  readonly wantsDashboard: boolean;
  readonly opener: SystemOpener;
  /** Grows by what is started here. */
  readonly stops: (() => Promise<void>)[];
}

/** Shows what there is, and returns when the person or the system wants an end. */
async function serve(io: CliIo, serving: Serving): Promise<void> {
  const { loaded, opened, gatehouse, logger, redactor, wantsDashboard, opener, stops } = serving;
  const notes = [...setAsideNote(loaded), ...loaded.warnings, ...opened.notes];
  const dashboard = wantsDashboard
    ? await openDashboard(io, { loaded, gatehouse, logger, redactor, notes })
    : undefined;
  if (dashboard !== undefined) stops.push(() => dashboard.stop());
  const facts: BannerFacts = {
    snapshot: gatehouse.status.snapshot(),
    dashboardUrl: dashboard?.issueUrl() ?? null,
    notes,
  };
  io.stdout.write(bannerText(facts));
  if (io.env['GATEHOUSE_READY_JSON'] === '1') io.stdout.write(readyLine(facts));
  logger.info('started', { endpoint: facts.snapshot.proxy.endpoint, sandbox: facts.snapshot.sandbox !== null });
  if (dashboard !== undefined && loaded.settings.dashboard.open) await showDashboard(io, dashboard, opener, logger);
  await aborted(io.signal);
  logger.info('stopping');
}

/** A dashboard that cannot open is a note; the endpoint is of use without it. */
async function openDashboard(
  io: CliIo,
  {
    loaded,
    gatehouse,
    logger,
    redactor,
    notes,
  }: Pick<Serving, 'loaded' | 'gatehouse' | 'logger' | 'redactor'> & { notes: string[] },
): Promise<Dashboard | undefined> {
  if (!existsSync(join(io.assetsFolder, 'index.html'))) {
    notes.push('The dashboard is not built. Build it with: npm run build');
    return undefined;
  }
  try {
    return await startDashboard({
      source: gatehouse.status,
      execute: command => gatehouse.execute(command, io.signal),
      query: (query, signal) => gatehouse.query(query, signal),
      port: loaded.settings.dashboard.port,
      assetsDir: io.assetsFolder,
      logger,
      scrubber: redactor,
      clock: io.clock,
    });
  } catch (error) {
    notes.push(
      errorMessage(error),
      ...(error instanceof GatehouseError && error.remedy !== undefined ? [error.remedy] : []),
    );
    return undefined;
  }
}

async function showDashboard(io: CliIo, dashboard: Dashboard, opener: SystemOpener, logger: Logger): Promise<void> {
  if (!opener.canOpen) return;
  // A link of its own: the one in the banner must still work after this one was used.
  await opener.open(dashboard.issueUrl(), io.signal).catch((error: unknown) => {
    if (!io.signal.aborted) logger.warn('browser could not be opened', { reason: errorMessage(error) });
  });
}

function flagsOf({ sandbox, seed, port, verification }: RunOptions): NonNullable<SettingsInput['flags']> {
  const given: [key: string, source: string, text: string | undefined][] = [
    ['network', '--sandbox', sandbox ? 'sandbox' : undefined],
    ['sandbox.seed', '--seed', seed],
    ['proxy.port', '--port', port],
    ['proxy.verification', '--verification', verification],
  ];
  return new Map(given.flatMap(([key, source, text]) => (text === undefined ? [] : [[key, { text, source }]])));
}

function setAsideNote({ setAside }: LoadedSettings): string[] {
  return setAside === undefined
    ? []
    : [
        `The settings file was damaged (${setAside.reason.replace(/\.$/, '')}) and was moved to ${setAside.file}. Defaults are in force.`,
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
function failed(io: CliIo, error: unknown, redactor: Redactor, logger: Logger): unknown {
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

async function stopAll(stops: readonly (() => Promise<void>)[], logger: Logger): Promise<void> {
  for (const stop of [...stops].reverse()) {
    await stop().catch((error: unknown) => logger.error('part did not stop cleanly', { error }));
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
