import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { GatehouseError } from '../core/platform/index.ts';
import type { SnapshotSource } from './event-stream.ts';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether what goes to or comes from this address never leaves the computer. */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  // A socket for both families writes IPv4 this way.
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(plain);
  return family !== 0 && LOOPBACK.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/**
 * The one rule for secrets from a browser: a session that is proved, on a connection that never leaves the computer.
 * Everything else is plain HTTP, which others can read. Throws `secrets_refused`.
 */
export function demandPrivacy(request: IncomingMessage, { isPrivate }: { readonly isPrivate: boolean }): void {
  if (isPrivate && isLoopback(request.socket.remoteAddress)) return;
  throw new GatehouseError('secrets_refused', 'No secret is taken over this connection: others could read it.', {
    remedy:
      'Use the command line on the computer of the host, or open the dashboard through a tunnel: ' +
      'ssh -L PORT:127.0.0.1:PORT HOST',
  });
}

/** The state, with what tells the page beforehand that it is not to ask for secrets. */
export function warned(source: SnapshotSource): SnapshotSource {
  return {
    snapshot: () => {
      const snapshot = source.snapshot();
      return { ...snapshot, app: { ...snapshot.app, refusesSecrets: true } };
    },
    subscribe: callback => source.subscribe(callback),
  };
}
