import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { GatewayClient, type GatewayClientOptions } from '@openclaw/gateway-client';
import { onTestFinished } from 'vitest';
import { ProtocolJudge } from './protocol-schema.ts';

type Hello = Parameters<NonNullable<GatewayClientOptions['onHelloOk']>>[0];
type Frame = Parameters<NonNullable<GatewayClientOptions['onEvent']>>[0];
type Pause = Parameters<NonNullable<GatewayClientOptions['onReconnectPaused']>>[0];

/** Something that comes when it comes; each is taken once. */
class Arrivals<Thing> {
  readonly #there: Thing[] = [];
  readonly #waiting: ((thing: Thing) => void)[] = [];

  readonly push = (thing: Thing): void => {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#there.push(thing);
    else waiting(thing);
  };

  next(): Promise<Thing> {
    const thing = this.#there.shift();
    return thing === undefined ? new Promise(resolve => this.#waiting.push(resolve)) : Promise.resolve(thing);
  }

  async until(is: (thing: Thing) => boolean): Promise<Thing> {
    for (;;) {
      const thing = await this.next();
      if (is(thing)) return thing;
    }
  }
}

/** OpenClaw's own client with a device of its own; every hello, event and answer is judged by the protocol's schemas. */
export class ReferenceClient {
  readonly judge = new ProtocolJudge();
  readonly hellos = new Arrivals<Hello>();
  readonly events = new Arrivals<Frame>();
  readonly pauses = new Arrivals<Pause>();
  readonly closes = new Arrivals<{ readonly code: number; readonly reason: string }>();
  readonly gaps = new Arrivals<{ readonly expected: number; readonly received: number }>();
  readonly errors: Error[] = [];
  readonly deviceId: string;
  readonly client: GatewayClient;
  storedToken: string | undefined;

  constructor(options: GatewayClientOptions) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const { x = '' } = publicKey.export({ format: 'jwk' });
    this.deviceId = createHash('sha256').update(Buffer.from(x, 'base64url')).digest('hex');
    this.client = new GatewayClient({
      clientName: 'gateway-client',
      clientDisplayName: 'Reference',
      mode: 'ui',
      platform: 'linux',
      scopes: ['operator.read'],
      deviceIdentity: {
        deviceId: this.deviceId,
        privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      },
      hostDeps: {
        signDevicePayload: (pem, payload) =>
          sign(null, Buffer.from(payload), createPrivateKey(pem)).toString('base64url'),
        publicKeyRawBase64UrlFromPem: pem => createPublicKey(pem).export({ format: 'jwk' }).x ?? '',
        storeDeviceAuthToken: ({ token }) => {
          this.storedToken = token;
        },
        loadDeviceAuthToken: () => null,
        clearDeviceAuthToken: () => {
          this.storedToken = undefined;
        },
      },
      notifyOnStartupRetry: true,
      onHelloOk: hello => {
        this.judge.hello(hello);
        this.hellos.push(hello);
      },
      onEvent: event => {
        this.judge.event(event);
        this.events.push(event);
      },
      onReconnectPaused: this.pauses.push,
      onConnectError: error => this.errors.push(error),
      onClose: (code, reason) => this.closes.push({ code, reason }),
      onGap: this.gaps.push,
      ...options,
    });
    onTestFinished(() => this.client.stop());
  }

  start(): this {
    this.client.start();
    return this;
  }

  async request(method: string, params: unknown = {}): Promise<unknown> {
    const result: unknown = await this.client.request(method, params);
    this.judge.result(method, result);
    return result;
  }
}
