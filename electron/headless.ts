import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { version } from '../package.json' with { type: 'json' };
import { withBuild } from './build-id.ts';
import { type CliIo, runCli } from './cli/index.ts';
import { GatehouseError, SystemClock, userFolder, workingFolder } from './core/platform/index.ts';

/** What still keeps the process alive this long after its work is done is cut off. */
const EXIT_GRACE_MS = 2_000;
/** A crash must end the process even when stopping in order hangs. */
const CRASH_LIMIT_MS = 20_000;

const stop = new AbortController();
const crash = new AbortController();

/** The first signal asks for an orderly end, the second one gets an end. */
function onSignal(): void {
  if (stop.signal.aborted) process.exit(1);
  stop.abort(new GatehouseError('interrupted', 'Interrupted.'));
}

function onCrash(error: unknown): void {
  if (crash.signal.aborted) return;
  crash.abort(error);
  stop.abort(error);
  setTimeout(() => process.exit(1), CRASH_LIMIT_MS).unref();
}

// SIGBREAK is Ctrl+Break on Windows, and no signal elsewhere.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const) {
  // conf's file writer listens too and sends the signal a second time, which would cut our orderly end short.
  process.removeAllListeners(signal);
  process.on(signal, onSignal);
}
process.on('uncaughtException', onCrash);
process.on('unhandledRejection', onCrash);
for (const stream of [process.stdout, process.stderr]) {
  // Whoever read our output has gone (`gatehouse status | head`): nothing to say and nobody to say it to.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') onCrash(error);
  });
}

const io: CliIo = {
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  platform: process.platform,
  workingFolder,
  userFolder: userFolder(),
  temporaryFolder: tmpdir(),
  version: withBuild(version),
  pid: process.pid,
  program: [process.execPath, fileURLToPath(import.meta.url)],
  // From dist/headless, where the build puts this file.
  assetsFolder: fileURLToPath(new URL('../renderer', import.meta.url)),
  clock: new SystemClock(),
  signal: stop.signal,
  crash: crash.signal,
  onEnd: listener => process.once('exit', listener),
};

// The clock's timers do not keep the process alive, so a wait at a moment without an open socket would end it.
const alive = setInterval(() => undefined, 2_147_483_647);
process.exitCode = await runCli(io, process.argv.slice(2));
clearInterval(alive);
setTimeout(() => process.exit(), EXIT_GRACE_MS).unref();
