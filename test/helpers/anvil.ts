import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { freePort } from './free-port.ts';

/** A local chain of its own, on loopback. */
export interface Anvil {
  readonly rpcUrl: string;
  /** The same port, for `eth_subscribe`. */
  readonly webSocketUrl: string;
  readonly chainId: number;
  /** Ends the process and keeps the chain for {@link revive}; nothing listens on the port meanwhile. */
  die(): Promise<void>;
  /** Starts it again on the same port with the same chain. */
  revive(): Promise<void>;
  /** Ends the process; the chain is gone. May be called twice. */
  stop(): Promise<void>;
}

interface Running {
  readonly child: ChildProcess;
  readonly exited: Promise<unknown>;
  /** `host:port`. */
  readonly address: string;
}

/** Path of the anvil binary that the optional dependency brings. Throws with what to do when there is none. */
function anvilBinary(): string {
  const name = `@foundry-rs/anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const missing = `${name} is not installed: run npm ci with optional dependencies, or install Foundry's anvil package`;
  let folder: string;
  try {
    folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch (error) {
    throw new Error(missing, { cause: error });
  }
  const binary = join(folder, 'bin', process.platform === 'win32' ? 'anvil.exe' : 'anvil');
  if (!existsSync(binary)) throw new Error(missing);
  return binary;
}

async function listening(child: ChildProcess, stdout: Readable): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    const address = /^Listening on (\S+)$/.exec(line)?.[1];
    if (address === undefined) continue;
    stdout.resume();
    return address;
  }
  throw new Error(`anvil ended before it listened (exit code ${child.exitCode})`);
}

async function launch(args: readonly string[]): Promise<Running> {
  const child = spawn(anvilBinary(), ['--host', '127.0.0.1', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  // A test run that is cut off must not leave the chain behind.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return { child, exited, address: await listening(child, child.stdout) };
}

/** Starts a chain on a free loopback port and resolves when it listens. It mines a block per transaction. */
export async function startAnvil({ chainId = 31_337 } = {}): Promise<Anvil> {
  const folder = await mkdtemp(join(tmpdir(), 'anvil-'));
  // Written on an orderly end only, read when it is there.
  const args = ['--chain-id', String(chainId), '--state', join(folder, 'state.json')];
  const port = String(await freePort());
  let running = await launch([...args, '--port', port]);
  const { address } = running;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    running.child.kill(signal);
    await running.exited;
  };
  return {
    rpcUrl: `http://${address}`,
    webSocketUrl: `ws://${address}`,
    chainId,
    die: () => end('SIGINT'),
    revive: async () => {
      running = await launch([...args, '--port', port]);
    },
    stop: async () => {
      await end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
