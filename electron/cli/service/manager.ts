import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorMessage, GatehouseError, writeFileAtomically } from '../../core/platform/index.ts';
import type { CliIo } from '../io.ts';
import { type RunSystemProgram, runSystemProgram } from '../system-program.ts';
import { earlyLogPath } from './early-log.ts';
import { LAUNCHD_LABEL, launchdPlist, type ServiceProgram, systemdUnit } from './unit.ts';

const PROGRAM_LIMIT_MS = 30_000;
const UNIT = 'gatehouse.service';

/** How the service stands. */
export interface ServiceState {
  readonly isInstalled: boolean;
  /** Whether the file says what an installation now would write; false when not installed. */
  readonly isCurrent: boolean;
  readonly isRunning: boolean;
}

/** The system's own manager of what runs for a person in the background. */
export interface ServiceManager {
  /** What it is called in sentences. */
  readonly name: string;
  readonly file: string;
  install(program: ServiceProgram): Promise<void>;
  uninstall(): Promise<void>;
  state(program: ServiceProgram): Promise<ServiceState>;
}

/** The manager of this platform. `logFolder` is where launchd puts early output. Throws `service_unsupported`. */
export function serviceManager(
  io: CliIo,
  logFolder: string,
  runProgram: RunSystemProgram = runSystemProgram,
): ServiceManager {
  switch (io.platform) {
    case 'linux':
      return systemd(io, runProgram);
    case 'darwin':
      return launchd(io, logFolder, runProgram);
    default:
      throw new GatehouseError('service_unsupported', `There is no service for ${io.platform}.`, {
        remedy: 'Install the desktop application and use "Start with Windows" in its tray menu.',
      });
  }
}

function systemd(io: CliIo, runProgram: RunSystemProgram): ServiceManager {
  const configured = io.env['XDG_CONFIG_HOME'];
  const base = configured?.startsWith('/') === true ? configured : join(io.userFolder, '.config');
  const folder = join(base, 'systemd', 'user');
  const file = join(folder, UNIT);
  const systemctl = (...args: string[]) => run(io, runProgram, ['systemctl', '--user', ...args]);
  return {
    name: 'systemd',
    file,
    install: async program => {
      await mkdir(folder, { recursive: true });
      await writeFileAtomically(file, systemdUnit(program), io);
      await mustWork(systemctl('daemon-reload'));
      await mustWork(systemctl('enable', UNIT));
      // A running one takes up what changed.
      await mustWork(systemctl('restart', UNIT));
    },
    uninstall: async () => {
      await mustWork(systemctl('disable', '--now', UNIT));
      await rm(file, { force: true });
      await mustWork(systemctl('daemon-reload'));
    },
    state: async program => ({
      ...(await fileState(file, systemdUnit(program))),
      isRunning: (await systemctl('is-active', '--quiet', UNIT)).exitCode === 0,
    }),
  };
}

function launchd(io: CliIo, logFolder: string, runProgram: RunSystemProgram): ServiceManager {
  const folder = join(io.userFolder, 'Library', 'LaunchAgents');
  const file = join(folder, `${LAUNCHD_LABEL}.plist`);
  const logFile = earlyLogPath(logFolder);
  const domain = `gui/${process.getuid?.() ?? 0}`;
  const launchctl = (...args: string[]) => run(io, runProgram, ['launchctl', ...args]);
  return {
    name: 'launchd',
    file,
    install: async program => {
      await mkdir(folder, { recursive: true });
      await mkdir(logFolder, { recursive: true });
      await writeFileAtomically(file, launchdPlist(program, logFile), io);
      // Not there the first time, which is no failure.
      await launchctl('bootout', `${domain}/${LAUNCHD_LABEL}`);
      await mustWork(launchctl('bootstrap', domain, file));
    },
    uninstall: async () => {
      await launchctl('bootout', `${domain}/${LAUNCHD_LABEL}`);
      await rm(file, { force: true });
    },
    state: async program => ({
      ...(await fileState(file, launchdPlist(program, logFile))),
      isRunning: /\bstate = running\b/.test((await launchctl('print', `${domain}/${LAUNCHD_LABEL}`)).output),
    }),
  };
}

async function fileState(file: string, wanted: string): Promise<Pick<ServiceState, 'isInstalled' | 'isCurrent'>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new GatehouseError('service_unreadable', `${file} cannot be read: ${errorMessage(error)}`, { cause: error });
  });
  return { isInstalled: text !== undefined, isCurrent: text === wanted };
}

interface Ran {
  readonly program: string;
  readonly exitCode: number;
  readonly output: string;
}

async function run(
  io: CliIo,
  runProgram: RunSystemProgram,
  command: readonly [program: string, ...args: string[]],
): Promise<Ran> {
  const [program] = command;
  const { code, stdout, stderr } = await runProgram(io, command, PROGRAM_LIMIT_MS);
  if (code === 'ENOENT') {
    throw new GatehouseError('service_unsupported', `${program} is not on this system, so nothing can be installed.`, {
      remedy: 'Let your own service manager start: gatehouse run',
    });
  }
  return { program, exitCode: typeof code === 'number' ? code : 1, output: `${stdout}${stderr}`.trim() };
}

async function mustWork(running: Promise<Ran>): Promise<void> {
  const { program, exitCode, output } = await running;
  if (exitCode === 0) return;
  const isWithoutBus = /bus|XDG_RUNTIME_DIR|medium not found/i.test(output);
  throw new GatehouseError('service_failed', `${program} failed: ${output || `exit code ${exitCode}`}`, {
    remedy: isWithoutBus
      ? 'The service manager of this user is not running: log in to the machine itself or over SSH, not through su or sudo.'
      : 'Read its line above; "gatehouse service status" shows what stands.',
  });
}
