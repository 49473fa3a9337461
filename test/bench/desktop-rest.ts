import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { desktopEnvironment } from '../e2e/driver/driver.ts';
import { startStandInApp } from '../helpers/electron-stand-in.ts';

const IDLE = fileURLToPath(new URL('./desktop-idle.ts', import.meta.url));
/** What a start leaves to be done is done within this. */
const SETTLE_MS = 15_000;
/** `USER_HZ` of Linux on every system that Node runs on. */
const TICKS_A_SECOND = 100;

/** A process that was watched while nothing happened. */
export interface RestResult {
  readonly kind: 'gatehouse' | 'bare' | 'idle Node';
  readonly seconds: number;
  readonly cpuMsPerMinute: number;
  /** Voluntary context switches of all its threads: each follows a wait that ended. */
  readonly wakeUpsPerMinute: number;
  readonly residentMib: number;
}

interface Watched {
  readonly kind: RestResult['kind'];
  readonly pid: number;
  end(): Promise<void>;
}

/** Product, bare host and idle Node side by side. Linux only: reads `/proc`. */
export async function measureRest(bare: string, seconds: number): Promise<readonly RestResult[]> {
  const watched = [await desktop('gatehouse', undefined), await desktop('bare', bare), await idleNode()];
  try {
    await wait(SETTLE_MS);
    const before = await Promise.all(watched.map(({ pid }) => usage(pid)));
    const startedAt = performance.now();
    await wait(seconds * 1_000);
    const after = await Promise.all(watched.map(({ pid }) => usage(pid)));
    const minutes = (performance.now() - startedAt) / 60_000;
    return watched.map(({ kind }, index) => {
      const [first, last] = [before[index], after[index]];
      if (first === undefined || last === undefined) throw new Error(`${kind} was not measured.`);
      return {
        kind,
        seconds,
        cpuMsPerMinute: Math.round((last.cpuMs - first.cpuMs) / minutes),
        wakeUpsPerMinute: Math.round((last.wakeUps - first.wakeUps) / minutes),
        residentMib: Math.round(last.residentMib),
      };
    });
  } finally {
    await Promise.all(watched.map(one => one.end()));
  }
}

async function desktop(kind: 'gatehouse' | 'bare', main: string | undefined): Promise<Watched> {
  const home = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
  // The sandbox is a whole network in the same process, which is not what rests on a desk.
  const env = { GATEHOUSE_NETWORK: 'own', ...NOWHERE };
  const app = startStandInApp(desktopEnvironment({ home, env }), ['--hidden'], undefined, main);
  await app.waitFor('tray-menu');
  return {
    kind,
    pid: app.process.pid ?? 0,
    end: async () => {
      app.process.kill('SIGKILL');
      await app.exited;
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** A network that is configured and does not answer: every timer of the product runs. */
const NOWHERE = {
  GATEHOUSE_RELAY_URL: 'http://127.0.0.1:9',
  GATEHOUSE_TEE_REGISTRY_RPC_URLS: 'http://127.0.0.1:9',
  GATEHOUSE_TEE_REGISTRY_ADDRESS: `0x${'1'.repeat(40)}`,
  GATEHOUSE_GATEWAY_DISCOVER: 'off',
};

async function idleNode(): Promise<Watched> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const child = spawn(process.execPath, ['--import', 'tsx', IDLE, url], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return {
    kind: 'idle Node',
    pid: child.pid ?? 0,
    end: async () => {
      for (const client of server.clients) client.terminate();
      server.close();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function usage(pid: number): Promise<{ cpuMs: number; wakeUps: number; residentMib: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // Behind the name, which may hold blanks: `utime` and `stime` are the 12th and 13th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const tasks = await readdir(`/proc/${pid}/task`);
  const statuses = await Promise.all(tasks.map(task => readFile(`/proc/${pid}/task/${task}/status`, 'utf8')));
  const field = (text: string, name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1]);
  return {
    cpuMs: (ticks / TICKS_A_SECOND) * 1_000,
    wakeUps: statuses.reduce((sum, text) => sum + field(text, 'voluntary_ctxt_switches'), 0),
    residentMib: field(await readFile(`/proc/${pid}/status`, 'utf8'), 'VmRSS') / 1_024,
  };
}
