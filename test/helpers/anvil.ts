import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

/** A local chain of its own, on loopback. */
export interface Anvil {
  readonly rpcUrl: string;
  readonly chainId: number;
  /** Ends the process; the chain is gone. May be called twice. */
  stop(): Promise<void>;
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

/** Starts a chain on a free loopback port and resolves when it listens. It mines a block per transaction. */
export async function startAnvil({ chainId = 31_337 } = {}): Promise<Anvil> {
  const child = spawn(anvilBinary(), ['--host', '127.0.0.1', '--port', '0', '--chain-id', String(chainId)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const kill = (): void => void child.kill('SIGKILL');
  // A test run that is cut off must not leave the chain behind.
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    process.off('exit', kill);
    kill();
    await exited;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /^Listening on (\S+)$/.exec(line)?.[1];
    if (address === undefined) continue;
    child.stdout.resume();
    return { rpcUrl: `http://${address}`, chainId, stop };
  }
  throw new Error(`anvil ended before it listened (exit code ${child.exitCode})`);
}
