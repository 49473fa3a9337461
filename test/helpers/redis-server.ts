import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { providePrograms } from './debian-packages.ts';
import { freePort } from './free-port.ts';

/** A Redis server of its own, on loopback. */
export interface RedisServer {
  readonly url: string;
  /** Ends the process, its data too; nothing listens on the port meanwhile. */
  die(): Promise<void>;
  /** Starts it again on the same port, empty. */
  revive(): Promise<void>;
  /** Lets it stand still: it takes connections and answers nothing. */
  freeze(): void;
  thaw(): void;
  /** Ends the process and removes its folder. May be called twice. */
  stop(): Promise<void>;
}

interface Running {
  readonly child: ChildProcess;
  readonly exited: Promise<unknown>;
}

async function launch(port: number, folder: string, password: string | undefined): Promise<Running> {
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const secured = password === undefined ? [] : ['--requirepass', password];
  const child = spawn('redis-server', [...options, ...secured], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  // A test run that is cut off must not leave the server behind.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes('Ready to accept connections')) continue;
    child.stdout.resume();
    return { child, exited };
  }
  throw new Error(`redis-server ended before it listened (exit code ${child.exitCode})`);
}

/** Starts a server that keeps nothing on the disk. With `password` it takes nobody without it. */
export async function startRedis({ password }: { readonly password?: string } = {}): Promise<RedisServer> {
  providePrograms({ 'redis-server': 'redis-server' });
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const port = await freePort();
  let running = await launch(port, folder, password);
  const die = async (): Promise<void> => {
    running.child.kill('SIGKILL');
    await running.exited;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    die,
    revive: async () => {
      running = await launch(port, folder, password);
    },
    freeze: () => void running.child.kill('SIGSTOP'),
    thaw: () => void running.child.kill('SIGCONT'),
    stop: async () => {
      await die();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
