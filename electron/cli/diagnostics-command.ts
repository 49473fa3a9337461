import { join } from 'node:path';
import type { Command } from 'commander';
import type { DiagnosticBundle } from '../contract/index.ts';
import { ACTIVITY_FILE, offlineBundle, saveBundle } from '../core/app/index.ts';
import { SETTINGS_FILE_NAME } from '../core/config/index.ts';
import { ControlClient } from '../core/control/index.ts';
import { absolutePath, GatehouseError } from '../core/platform/index.ts';
import { configured, examples } from './command-parts.ts';
import { type CliIo, type PlaceOptions, printLine } from './io.ts';
import { homeOf, logPath, placeOf } from './place.ts';

interface DiagnosticsOptions extends PlaceOptions {
  readonly output?: string;
}

/** Checks take 6 s, and a busy machine longer. */
const TIMEOUT_MS = 20_000;

/** `gatehouse diagnostics`: works with a running instance, without one, and with settings that cannot be read. */
export function addDiagnostics(program: Command, io: CliIo): void {
  examples(
    configured(
      program
        .command('diagnostics')
        .description('Check everything around, and write it up without secrets, for a report.'),
    )
      .option('--output <file>', 'write it there instead of to standard output')
      .action((options: DiagnosticsOptions) => runDiagnostics(io, options)),
    ['gatehouse diagnostics', 'gatehouse diagnostics --output report.txt'],
  );
}

async function runDiagnostics(io: CliIo, options: DiagnosticsOptions): Promise<void> {
  const bundle = await bundleOf(io, options);
  if (options.output === undefined) {
    io.stdout.write(bundle.text);
    return;
  }
  const path = absolutePath(options.output, io.workingFolder);
  const folder = join(homeOf(io, options), 'diagnostics');
  printLine(io, (await saveBundle(bundle, { folder, path, clock: io.clock, signal: io.signal })).sentence);
}

async function bundleOf(io: CliIo, options: PlaceOptions): Promise<DiagnosticBundle> {
  const client = new ControlClient({ place: placeOf(io, options), clock: io.clock, timeoutMs: TIMEOUT_MS });
  try {
    return await client.query({ name: 'diagnostics.bundle' }, io.signal);
  } catch (error) {
    io.signal.throwIfAborted();
    if (!(error instanceof GatehouseError)) throw error;
    const why =
      error.code === 'not_running' ? 'no instance is running' : `the instance does not answer (${error.code})`;
    return offline(io, options, why);
  }
}

function offline(io: CliIo, options: PlaceOptions, why: string): Promise<DiagnosticBundle> {
  const { env, userFolder, version, clock, signal } = io;
  const home = homeOf(io, options);
  return offlineBundle({
    home,
    settingsFile:
      options.config === undefined ? join(home, SETTINGS_FILE_NAME) : absolutePath(options.config, io.workingFolder),
    logFile: logPath(home),
    activityFile: join(home, ACTIVITY_FILE),
    env,
    userFolder,
    version,
    why,
    clock,
    signal,
  });
}
