import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { systemProgram } from '../platform/index.ts';

/** Runs a program to its end; resolves with what it wrote. Rejects when it fails. */
type RunProgram = (program: string, args: readonly string[], signal: AbortSignal) => Promise<string>;

/** Looking is a courtesy: it may not hold up the error it explains. */
const LOOKUP_TIMEOUT_MS = 2_000;

/**
 * The program that listens on a local TCP port, as `name (pid 123)`, or undefined when it cannot be told (another user's
 * process, no tool at hand). Never throws. Linux reads /proc; macOS asks lsof, Windows netstat, each for 2 s at most.
 */
export async function findPortHolder(
  port: number,
  signal: AbortSignal,
  platform: NodeJS.Platform = process.platform,
  runProgram: RunProgram = run,
): Promise<string | undefined> {
  try {
    if (platform === 'linux') return await fromProc(port, signal);
    if (platform === 'darwin')
      return parseLsof(await runProgram('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], signal));
    if (platform === 'win32') {
      return parseNetstat(await runProgram(systemProgram('netstat.exe'), ['-ano', '-p', 'TCP'], signal), port);
    }
  } catch {
    return undefined;
  }
  return undefined;
}

/** The holder in `lsof -Fpc` output: lines `p<pid>` and `c<command>`. */
export function parseLsof(output: string): string | undefined {
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  const name = /^c(.+)$/m.exec(output)?.[1];
  return pid === undefined ? undefined : `${name ?? 'a process'} (pid ${pid})`;
}

/** The holder in `netstat -ano` output. The state column is localised: a listener is told by its empty peer. */
export function parseNetstat(output: string, port: number): string | undefined {
  for (const line of output.split(/\r?\n/)) {
    const [protocol, local, peer, , pid] = line.trim().split(/\s+/);
    if (protocol !== 'TCP' || local?.endsWith(`:${port}`) !== true) continue;
    if ((peer === '0.0.0.0:0' || peer === '[::]:0') && pid !== undefined) return `a process (pid ${pid})`;
  }
  return undefined;
}

/** Socket inodes that listen on `port`, from the text of /proc/net/tcp or tcp6. Column 4 is the state, 0A is LISTEN. */
export function listeningInodes(table: string, port: number): readonly string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .filter(columns => columns[1]?.endsWith(suffix) === true && columns[3] === '0A')
    .map(columns => columns[9] ?? '')
    .filter(inode => inode !== '');
}

async function fromProc(port: number, signal: AbortSignal): Promise<string | undefined> {
  const tables = await Promise.all(['tcp', 'tcp6'].map(name => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')));
  const links = new Set(tables.flatMap(table => listeningInodes(table, port)).map(inode => `socket:[${inode}]`));
  if (links.size === 0) return undefined;
  for (const pid of (await readdir('/proc')).filter(name => /^\d+$/.test(name))) {
    if (signal.aborted) return undefined;
    if (!(await holdsAny(pid, links))) continue;
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
    return `${name.trim() === '' ? 'a process' : name.trim()} (pid ${pid})`;
  }
  return undefined;
}

async function holdsAny(pid: string, links: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const entries = await readdir(folder).catch(() => []);
  const targets = await Promise.all(entries.map(entry => readlink(`${folder}/${entry}`).catch(() => '')));
  return targets.some(target => links.has(target));
}

function run(command: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { timeout: LOOKUP_TIMEOUT_MS, signal, windowsHide: true }, (error, stdout) => {
      if (error) reject(new Error(error.message, { cause: error }));
      else resolve(stdout);
    });
  });
}
