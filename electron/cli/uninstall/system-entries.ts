import { existsSync } from 'node:fs';
import { delimiter, join, win32 } from 'node:path';
import { systemProgram } from '../../core/platform/index.ts';
import type { CliIo } from '../io.ts';
import { type RunSystemProgram, runSystemProgram, type SystemProgramEnd } from '../system-program.ts';
import type { Trace } from './places.ts';

/** Something that the system keeps for Gatehouse and that is no file. */
export interface SystemEntry extends Omit<Trace, 'path'> {
  /** Where it is, as people know it. */
  readonly place: string;
  /** Takes it away; there may be nothing left to take. */
  readonly command: readonly [program: string, ...args: string[]];
}

const SYSTEM_LIMIT_MS = 10_000;
const APP_ID = 'app.gatehouse.desktop';
/** The list of what Windows starts at a login, and its note of what a person turned off there. */
const WINDOWS_RUN = [
  String.raw`HKCU\Software\Microsoft\Windows\CurrentVersion\Run`,
  String.raw`HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run`,
] as const;

/**
 * What the desktop application left with the system: its start at login, and the key of Electron's store, which is named
 * after the application. https://www.electronjs.org/docs/latest/api/safe-storage
 */
export function systemEntries({ platform, env }: CliIo, home: string): readonly SystemEntry[] {
  if (platform === 'win32') {
    return WINDOWS_RUN.map(key => ({
      place: `${key}\\${APP_ID}`,
      what: 'the start at login',
      kind: 'system',
      command: [systemProgram('reg.exe', env), 'delete', key, '/v', APP_ID, '/f'],
    }));
  }
  if (!wasDesktop(home)) return [];
  if (platform === 'darwin') {
    const service = 'Gatehouse Safe Storage';
    const command = ['security', 'delete-generic-password', '-s', service] as const;
    return [{ place: `"${service}" in the keychain`, what: KEY, kind: 'data', command }];
  }
  // Without its program it is out of reach, and told as that.
  if (!hasProgram('secret-tool', env)) return [];
  const command = ['secret-tool', 'clear', 'application', 'Gatehouse'] as const;
  return [{ place: '"Gatehouse Safe Storage" in the password manager', what: KEY, kind: 'data', command }];
}

const KEY = "key of the desktop application's secrets";

/** What this command cannot take away, and how it goes; one sentence each. */
export function outOfReach({ platform, env }: CliIo, home: string): readonly string[] {
  if (!wasDesktop(home)) return [];
  if (platform === 'darwin') {
    return [
      'The start at login of the application: macOS forgets it with the application, or turn it off in the System Settings under General, Login Items.',
    ];
  }
  if (platform !== 'linux') return [];
  return [
    hasProgram('secret-tool', env)
      ? 'A key in KWallet: in KWalletManager, the folder "Gatehouse Keys".'
      : 'The key "Gatehouse Safe Storage" in the password manager of the desktop: secret-tool (libsecret-tools) is not installed. Delete it there; without the secrets it opens nothing.',
  ];
}

/** Asks the system to forget it. Not being there is no failure; everything else is thrown, in the words of its program. */
export async function forgetInSystem(
  io: Pick<CliIo, 'env' | 'signal'>,
  { command }: SystemEntry,
  runProgram: RunSystemProgram = runSystemProgram,
): Promise<void> {
  // On Windows by its path.
  const program = win32.basename(command[0], '.exe');
  const { code, stderr } = await runProgram(io, command, SYSTEM_LIMIT_MS);
  const said = stderr.trim();
  if (code === 0 || isNotFound(program, code, said)) return;
  const reason = typeof code === 'number' ? `exit code ${code}` : code;
  throw new Error(said.split(/\r?\n/)[0] || `${program}: ${reason}`);
}

/**
 * How each program says that there is no such entry: `security` with errSecItemNotFound, which ends as 44, `reg` with 1, and
 * `secret-tool` with 1 and without a word, where a failure has one.
 */
function isNotFound(program: string, code: SystemProgramEnd['code'], said: string): boolean {
  if (program === 'security') return code === 44;
  return code === 1 && (program === 'reg' || said === '');
}

/** Whether the desktop application has used this home: its runtime keeps things there. */
function wasDesktop(home: string): boolean {
  return ['electron', 'secrets.safe-storage'].some(name => existsSync(join(home, name)));
}

function hasProgram(name: string, env: CliIo['env']): boolean {
  return (env['PATH'] ?? '').split(delimiter).some(folder => folder !== '' && existsSync(join(folder, name)));
}
