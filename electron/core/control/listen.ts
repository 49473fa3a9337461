import { type BigIntStats, promises as fs } from 'node:fs';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { GatehouseError } from '../platform/index.ts';

/** Somebody else serves this address. */
export class AddressTakenError extends GatehouseError {
  constructor(address: string) {
    super('control_taken', `The control socket ${address} is served by another process.`);
  }
}

const MAX_TAKEOVERS = 5;

/**
 * Binds `server` to a socket or pipe for the owner alone. A socket that a killed process left behind is removed first.
 * Throws {@link AddressTakenError} when a living process serves it, else the system's error.
 */
export async function listenPrivately(server: Server, address: string, platform: NodeJS.Platform): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await listen(server, address, platform);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      const left = platform === 'win32' ? undefined : await leftBehind(address);
      if (left === undefined || attempt === MAX_TAKEOVERS) throw new AddressTakenError(address);
      await moveAway(address, left);
    }
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

/** The socket's identity when nobody answers on it, undefined when somebody does. */
async function leftBehind(address: string): Promise<BigIntStats | undefined> {
  const before = await fs.lstat(address, { bigint: true }).catch(() => undefined);
  const refused = await new Promise<boolean>(resolve => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNREFUSED' || error.code === 'ENOENT'),
    );
  });
  return refused ? before : undefined;
}

/**
 * Two processes may find the same dead socket, and the slower one must not remove what the faster one has bound since.
 * So it is renamed first, looked at, and put back if it is not the dead one.
 */
async function moveAway(address: string, dead: BigIntStats): Promise<void> {
  const aside = `${address}.${process.pid}`;
  try {
    await fs.rename(address, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = await fs.lstat(aside, { bigint: true });
  if (moved.ino === dead.ino && moved.mtimeNs === dead.mtimeNs) await fs.rm(aside, { force: true });
  else await fs.rename(aside, address);
}
