import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import WebSocket, { type RawData } from 'ws';
import { silentLogger } from '../helpers/silent-logger.ts';
import { MemorySecrets } from './gateway-secrets.ts';

/** What is measured: the product, OpenClaw's own client, a handshake every 50 ms, `ws` with JSON.parse and no more. */
export type ClientKind = 'gatehouse' | 'reference' | 'poller' | 'bare';

/** Where a measured client connects to, and whom it tells. */
export interface ClientPlace {
  readonly url: string;
  readonly token: string;
  readonly onHello: () => void;
  /** The connection ended or is held for dead. `cause` is what the client itself says. */
  readonly onLost: (cause: string) => void;
  readonly onEvent: () => void;
}

/** Loads a client of this kind and gives what starts it. Each kind loads its own code only. */
export async function prepareClient(kind: ClientKind, place: ClientPlace): Promise<() => void> {
  switch (kind) {
    case 'gatehouse':
      return gatehouse(place);
    case 'reference':
      return reference(place);
    case 'poller':
      return () => poll(place);
    case 'bare':
      return () => bare(place);
  }
}

async function gatehouse({ url, token, onHello, onLost, onEvent }: ClientPlace): Promise<() => void> {
  const { GatewayClient } = await import('../../electron/core/gateway/index.ts');
  const { SystemClock, SystemRandom } = await import('../../electron/core/platform/index.ts');
  const client = new GatewayClient({
    profile: { name: 'bench', url },
    credentials: async () => ({ token }),
    secrets: new MemorySecrets(),
    clock: new SystemClock(),
    random: new SystemRandom(),
    logger: silentLogger,
    emit: event => {
      if (event.type !== 'gatewayTransition') return;
      if (event.to === 'ready') onHello();
      else if (event.from === 'ready') onLost(event.reason);
    },
    onEvent,
    client: { version: '0.1.0', platform: 'linux', displayName: 'Gatehouse bench' },
  });
  return () => client.start(new AbortController().signal);
}

async function reference({ url, token, onHello, onLost, onEvent }: ClientPlace): Promise<() => void> {
  const { GatewayClient } = await import('@openclaw/gateway-client');
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const client = new GatewayClient({
    url,
    token,
    clientName: 'gateway-client',
    clientDisplayName: 'Reference bench',
    clientVersion: '2026.9.1',
    mode: 'ui',
    platform: 'linux',
    scopes: ['operator.read'],
    deviceIdentity: {
      deviceId: createHash('sha256').update(Buffer.from(x, 'base64url')).digest('hex'),
      privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    },
    hostDeps: {
      signDevicePayload: (pem, payload) =>
        sign(null, Buffer.from(payload), createPrivateKey(pem)).toString('base64url'),
      publicKeyRawBase64UrlFromPem: pem => createPublicKey(pem).export({ format: 'jwk' }).x ?? '',
      storeDeviceAuthToken: () => undefined,
      loadDeviceAuthToken: () => null,
      clearDeviceAuthToken: () => undefined,
    },
    onHelloOk: onHello,
    onClose: (code, reason) => onLost(`${code} ${reason}`.trim()),
    onEvent,
  });
  return () => client.start();
}

const POLL_MS = 50;

/** A whole handshake, without a device, every 50 ms until one succeeds: close to the best that can be had. */
function poll(place: ClientPlace): void {
  const startedAt = performance.now();
  const socket = new WebSocket(place.url, { perMessageDeflate: false });
  let isIn = false;
  socket.on('error', () => undefined);
  socket.on('message', (data: RawData) => {
    const frame = parse(data);
    if (frame.event === 'connect.challenge') socket.send(JSON.stringify(connectFrame(place.token)));
    else if (frame.type === 'res' && frame.ok === true) {
      isIn = true;
      place.onHello();
    }
  });
  socket.on('close', () => {
    if (isIn) place.onLost('closed');
    else setTimeout(() => poll(place), Math.max(POLL_MS - (performance.now() - startedAt), 0));
  });
}

/** Reads frames and does nothing with them. */
function bare(place: ClientPlace): void {
  const socket = new WebSocket(place.url, { perMessageDeflate: false });
  socket.on('message', (data: RawData) => {
    const frame = parse(data);
    if (frame.event === 'connect.challenge') socket.send(JSON.stringify(connectFrame(place.token)));
    else if (frame.type === 'res') place.onHello();
    else place.onEvent();
  });
}

function parse(data: RawData): { readonly type?: unknown; readonly event?: unknown; readonly ok?: unknown } {
  return JSON.parse((data as Buffer).toString()) as {
    readonly type?: unknown;
    readonly event?: unknown;
    readonly ok?: unknown;
  };
}

/** The reserved identity of same-host helpers, which needs no device. */
function connectFrame(token: string): unknown {
  const client = { id: 'gateway-client', mode: 'backend', version: '0.1.0', platform: 'linux' };
  const params = {
    minProtocol: 4,
    maxProtocol: 4,
    client,
    role: 'operator',
    scopes: ['operator.read'],
    auth: { token },
  };
  return { type: 'req', id: 'connect', method: 'connect', params };
}
