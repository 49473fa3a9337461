import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What the sandbox process says of itself. */
export interface SandboxAddress {
  readonly rpcUrl: string;
  readonly registryAddress: string;
  readonly chainId: number;
  readonly relayUrl: string;
  readonly bearerToken: string;
  readonly plainEndpoints: readonly string[];
}

/** A process of the benchmark, ended with `stop`. */
export interface Running<T> {
  readonly pid: number;
  readonly address: T;
  stop(): Promise<void>;
}

async function firstLine(child: ChildProcess, prefix: string): Promise<string> {
  if (child.stdout === null) throw new Error('The process has no output to read.');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith(prefix)) {
      child.stdout.resume();
      return line.slice(prefix.length);
    }
  }
  throw new Error('The process ended before it was ready.');
}

/** The sandbox in a process of its own. */
export async function runSandbox(): Promise<Running<SandboxAddress>> {
  const child = spawn(
    process.execPath,
    [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), join(ROOT, 'test/bench/sandbox-process.ts')],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const address = JSON.parse(await firstLine(child, '')) as SandboxAddress;
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await once(child, 'close');
  };
  return { pid: child.pid ?? 0, address, stop };
}

/** The built headless host in front of `sandbox`, with a home of its own that is removed afterwards. */
export async function runGatehouse(sandbox: SandboxAddress): Promise<Running<{ readonly origin: string }>> {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  const child = spawn(
    process.execPath,
    [join(ROOT, 'build/bin/gatehouse.mjs'), 'run', '--port', '0', '--no-dashboard'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        GATEHOUSE_HOME: home,
        GATEHOUSE_READY_JSON: '1',
        GATEHOUSE_LOG_LEVEL: 'warn',
        GATEHOUSE_RELAY_URL: sandbox.relayUrl,
        GATEHOUSE_RELAY_TOKEN: sandbox.bearerToken,
        GATEHOUSE_TEE_REGISTRY_RPC_URLS: sandbox.rpcUrl,
        GATEHOUSE_TEE_REGISTRY_ADDRESS: sandbox.registryAddress,
      },
    },
  );
  const ready = JSON.parse(await firstLine(child, 'ready ')) as { endpoint: string };
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await once(child, 'close');
    rmSync(home, { recursive: true, force: true });
  };
  return { pid: child.pid ?? 0, address: { origin: new URL(ready.endpoint).origin }, stop };
}
