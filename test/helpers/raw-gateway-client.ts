import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { type RawData, WebSocket } from 'ws';

interface RawFrame {
  readonly type: string;
  readonly id?: string;
  readonly ok?: boolean;
  readonly event?: string;
  readonly seq?: number;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly error?: Readonly<Record<string, unknown>> & { readonly details?: Readonly<Record<string, unknown>> };
}

/** A device that can lie about every part of its proof. */
export class RawDevice {
  readonly id: string;
  readonly publicKey: string;
  readonly #key: KeyObject;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    this.#key = privateKey;
    this.publicKey = publicKey.export({ format: 'jwk' }).x ?? '';
    this.id = createHash('sha256').update(Buffer.from(this.publicKey, 'base64url')).digest('hex');
  }

  sign(text: string): string {
    return sign(null, Buffer.from(text), this.#key).toString('base64url');
  }
}

/** A client that sends what it is told and hears everything. */
export class RawGatewayClient {
  readonly socket: WebSocket;
  /** How the gateway closed. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #frames: RawFrame[] = [];
  readonly #waiting: ((frame: RawFrame) => void)[] = [];

  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.socket = new WebSocket(url, { perMessageDeflate: false, headers });
    this.closed = new Promise(resolve => {
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    this.socket.on('error', () => undefined);
    this.socket.on('message', (data: RawData) => {
      const frame = JSON.parse((data as Buffer).toString()) as RawFrame;
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#frames.push(frame);
      else waiting(frame);
    });
    onTestFinished(() => this.socket.terminate());
  }

  next(): Promise<RawFrame> {
    const frame = this.#frames.shift();
    return frame === undefined ? new Promise(resolve => this.#waiting.push(resolve)) : Promise.resolve(frame);
  }

  /** The answer to the request with that id; what comes before it is let go. */
  async answer(id: string): Promise<RawFrame> {
    for (;;) {
      const frame = await this.next();
      if (frame.id === id) return frame;
    }
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  async request(method: string, params: unknown = {}): Promise<RawFrame> {
    this.send({ type: 'req', id: method, method, params });
    return this.answer(method);
  }

  /** The whole of `connect` for this socket's challenge; `change` may spoil it before it is sent. */
  async connect({
    auth,
    device,
    scopes = ['operator.read'],
    client = {},
    claim = {},
    change = params => params,
  }: {
    readonly auth?: Readonly<Record<string, string>>;
    readonly device?: RawDevice;
    readonly scopes?: readonly string[];
    readonly client?: Readonly<Record<string, unknown>>;
    /** Parts of the proof that are another than the truth. */
    readonly claim?: Readonly<{
      signedAt?: number;
      nonce?: string;
      id?: string;
      signature?: string;
      version?: 'v2' | 'v3';
    }>;
    readonly change?: (params: Record<string, unknown>) => unknown;
  } = {}): Promise<RawFrame> {
    const { payload } = await this.next();
    const truth = { nonce: String(payload?.['nonce']), signedAt: Number(payload?.['ts']), version: 'v3' };
    const { nonce, signedAt, version } = { ...truth, ...claim };
    const who = { id: 'gateway-client', mode: 'ui', version: '1', platform: 'Linux', ...client };
    const token = auth?.['token'] ?? auth?.['deviceToken'] ?? '';
    const id = claim.id ?? device?.id ?? '';
    const fields = [version, id, who.id, who.mode, 'operator', scopes.join(','), signedAt, token, nonce];
    if (version === 'v3') fields.push(String(who.platform).toLowerCase(), '');
    const proof = device && {
      id,
      publicKey: device.publicKey,
      signature: claim.signature ?? device.sign(fields.join('|')),
      signedAt,
      nonce,
    };
    return this.request(
      'connect',
      change({
        minProtocol: 4,
        maxProtocol: 4,
        client: who,
        scopes,
        ...(auth === undefined ? {} : { auth }),
        ...(proof === undefined ? {} : { device: proof }),
      }),
    );
  }
}
