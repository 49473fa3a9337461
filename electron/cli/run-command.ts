import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Gatehouse } from '../core/app/index.ts';
import type { LoadedSettings, SettingsInput } from '../core/config/index.ts';
import { errorMessage, GatehouseError, type Logger, type Redactor, type SystemOpener } from '../core/platform/index.ts';
import type { OpenedNetwork } from '../network.ts';
import { type Dashboard, startDashboard } from '../web/index.ts';
import { type BannerFacts, bannerText, readyLine } from './banner.ts';
import { codeOfEnd } from './exit.ts';
import { failed, openHost, prepareHost, stopAll } from './host.ts';
import type { CliIo } from './io.ts';
import { type RunOptions, runLine } from './run-line.ts';
import { shortenEarlyLog } from './service/early-log.ts';
import { askYes } from './terminal.ts';

/** An answer that says that it restarts is delivered first. */
const RESTART_DELAY_MS = 200;

/** `gatehouse run`: the whole product without a window, until it is told to end. The exit code. */
export async function runHost(io: CliIo, options: RunOptions): Promise<number> {
  const stops: (() => Promise<void>)[] = [];
  const restart = new AbortController();
  shortenEarlyLog(io, options);
  const isWatched = (io.env['GATEHOUSE_RESTARTED_BY'] ?? '').trim() !== '';
  const base = await prepareHost(io, options, flagsOf(options), stops, { isSafe: options.safeMode === true });
  const { redactor, logger } = base;
  try {
    const { opened, gatehouse, opener } = await openHost(
      io,
      options,
      base,
      {
        wantsSandbox: () => wantsSandbox(io),
        isTelling: options.quiet !== true,
        restart: isWatched
          ? { begin: () => void io.clock.schedule(RESTART_DELAY_MS, () => restart.abort()) }
          : { command: runLine(options) },
      },
      stops,
    );
    const { loaded } = base;
    const ends = [io.signal, restart.signal];
    await serve(io, {
      loaded,
      found: base.notes,
      opened,
      gatehouse,
      logger,
      redactor,
      wantsDashboard: options.dashboard,
      opener,
      stops,
      ends,
    });
  } catch (error) {
    // Being told to end while starting is no failure.
    if (!io.signal.aborted) {
      // What we refuse to start with is said; what nobody thought of is a crash.
      if (!(error instanceof GatehouseError)) base.guard.crashed(error);
      throw failed(io, error, redactor, logger);
    }
  } finally {
    if (io.crash.aborted) logger.error('unexpected failure', { error: io.crash.reason as unknown });
    await stopAll(stops, logger);
  }
  if (io.crash.aborted) throw failed(io, io.crash.reason, redactor, logger);
  return codeOfEnd({ restart: restart.signal, told: io.signal });
}

/** A person at a terminal is asked; a script gets the sandbox, so that the main job works without a person. */
async function wantsSandbox(io: CliIo): Promise<boolean> {
  if (io.stdin.isTTY !== true || io.stdout.isTTY !== true) return true;
  return askYes(io, 'No network is configured. Try Gatehouse on the embedded sandbox?');
}

interface Serving {
  readonly loaded: LoadedSettings;
  /** Sentences about the start itself. */
  readonly found: readonly string[];
  readonly opened: OpenedNetwork;
  readonly gatehouse: Gatehouse;
  readonly logger: Logger;
  readonly redactor: Redactor;
  readonly wantsDashboard: boolean;
  readonly opener: SystemOpener;
  /** Grows by what is started here. */
  readonly stops: (() => Promise<void>)[];
  /** Whichever comes first ends it. */
  readonly ends: readonly AbortSignal[];
}

/** Shows what there is, and returns when the person or the system wants an end. */
async function serve(io: CliIo, serving: Serving): Promise<void> {
  const { loaded, found, opened, gatehouse, logger, redactor, wantsDashboard, opener, stops, ends } = serving;
  const notes = [
    ...found,
    ...setAsideNote(loaded),
    ...loaded.warnings.map(({ sentence }) => sentence),
    ...opened.notes,
  ];
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
  await Promise.race(ends.map(aborted));
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

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
