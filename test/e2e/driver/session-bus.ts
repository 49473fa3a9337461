import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { expect } from 'vitest';

const run = promisify(execFile);
const PLACE = ['--dest', 'org.freedesktop.Notifications', '--object-path', '/org/freedesktop/Notifications'];

/** A session bus of its own, with a real notification server on a display of its own. */
export interface SessionBus {
  /** For programs that are to find it. */
  readonly env: Readonly<Record<string, string>>;
  /** How many notifications the server shows. */
  displayed(): Promise<number>;
  /** Clicks the one that is shown first. */
  click(): Promise<void>;
  /** What the server has shown and closed, as it writes it. */
  history(): Promise<string>;
  stop(): void;
}

/** Debian's packages are installed when something is missing. Throws when it cannot be had. */
export async function startSessionBus(home: string): Promise<SessionBus> {
  ensureTools(['dbus-daemon', 'Xvfb', 'dunst', 'dunstify', 'gdbus']);
  const children: ChildProcess[] = [];
  const stop = (): void => {
    for (const child of children.reverse()) child.kill();
  };
  try {
    const bus = spawn('dbus-daemon', ['--session', '--print-address', '--nofork'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(bus);
    const address = await firstLine(bus.stdout, 'the session bus');
    const display = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '800x600x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    children.push(display);
    const number = await firstLine(display.stdio[3] as Readable, 'the display');
    const env = { DBUS_SESSION_BUS_ADDRESS: address, DISPLAY: `:${number}`, STAND_IN_BUS: '1' };
    const all = { ...process.env, ...env, HOME: home };
    children.push(spawn('dunst', [], { env: all, stdio: 'ignore' }));
    const call = async (method: string, ...args: string[]): Promise<string> =>
      (await run('gdbus', ['call', '--session', ...PLACE, '--method', method, ...args], { env: all })).stdout;
    await expect
      .poll(() => call('org.freedesktop.Notifications.GetServerInformation').catch(() => ''))
      .toContain('dunst');
    return {
      env,
      displayed: async () => {
        const answer = await call('org.freedesktop.DBus.Properties.Get', 'org.dunstproject.cmd0', 'displayedLength');
        return Number(/uint32 (\d+)/.exec(answer)?.[1]);
      },
      click: async () => {
        await call('org.dunstproject.cmd0.NotificationAction', '0');
      },
      history: () => call('org.dunstproject.cmd0.NotificationListHistory'),
      stop,
    };
  } catch (error) {
    stop();
    throw error;
  }
}

async function firstLine(stream: Readable, what: string): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error(`Nothing was heard of ${what}.`);
}

function ensureTools(tools: readonly string[]): void {
  const missing = (): string[] => tools.filter(tool => spawnSync('which', [tool]).status !== 0);
  if (missing().length > 0 && process.getuid?.() === 0) {
    const packages = ['dbus', 'xvfb', 'dunst', 'libglib2.0-bin'];
    for (const args of [
      ['update', '-q'],
      ['install', '-y', '-q', '--no-install-recommends', ...packages],
    ]) {
      spawnSync('apt-get', args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    }
  }
  const still = missing();
  if (still.length > 0)
    throw new Error(`The notifications are tried on a real server; missing are ${still.join(', ')}.`);
}
