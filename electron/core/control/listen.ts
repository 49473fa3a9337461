import { lstat, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { type Clock, GatehouseError, sleep, withSecretLock } from '../platform/index.ts';

/** Somebody else serves this address. */
export class AddressTakenError extends GatehouseError {
  constructor(address: string) {
    super('control_taken', `The control socket ${address} is served by another process.`);
  }
}

/** Options of {@link listenPrivately}. */
export interface ListenOptions {
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const MAX_ATTEMPTS = 10;
/** A socket is bound a moment before it listens; refusing twice with this between is being dead. */
const SECOND_PROBE_MS = 50;
/** What is done under the lock takes milliseconds. */
const LOCK_WAIT_MS = 15_000;

/**
 * Binds `server` to a socket or pipe for the owner alone. A socket that a killed process left behind is removed first.
 * Throws {@link AddressTakenError} when a living process serves it, `control_blocked` when something that is not a
 * socket lies there, else the system's error.
 */
export async function listenPrivately(server: Server, address: string, options: ListenOptions): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await listen(server, address, options.platform);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      if (options.platform === 'win32' || attempt === MAX_ATTEMPTS) throw new AddressTakenError(address);
    }
    // Several processes may find the same dead socket. Only who holds the lock removes one, and a socket that lies
    // there cannot be bound by anybody, so what was found dead under the lock is still the dead one when it is removed.
    const { clock, signal } = options;
    const lock = { clock, signal, maxWaitMs: LOCK_WAIT_MS };
    await withSecretLock(`${address}.lock`, lock, () => removeDead(address, options));
  }
}

function listen(server: Server, address: string, platform: NodeJS.Platform): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // bind() happens inside listen(), so the socket is created with this mask and is never open to others.
    const mask = platform === 'win32' ? undefined : process.umask(0o177);
    try {
      server.listen(address, () => {
        server.removeListener('error', reject);
        resolve();
      });
    } finally {
      if (mask !== undefined) process.umask(mask);
    }
  });
}

async function removeDead(address: string, { clock, signal }: ListenOptions): Promise<void> {
  const stat = await lstat(address).catch(() => undefined);
  if (stat === undefined) return;
  if (!stat.isSocket()) {
    throw new GatehouseError('control_blocked', `There is something in the place of the control socket ${address}.`, {
      remedy: 'Move it away.',
    });
  }
  for (const waitMs of [SECOND_PROBE_MS, 0]) {
    const answer = await probe(address);
    if (answer === 'gone') return;
    if (answer === 'alive') throw new AddressTakenError(address);
    await sleep(clock, waitMs, signal);
  }
  await rm(address, { force: true });
}

function probe(address: string): Promise<'alive' | 'dead' | 'gone'> {
  return new Promise(resolve => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve('alive');
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // Anything else, a full queue for example, is a sign of life.
      resolve(error.code === 'ECONNREFUSED' ? 'dead' : error.code === 'ENOENT' ? 'gone' : 'alive');
    });
  });
}
