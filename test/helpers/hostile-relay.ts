import { constants, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { decodeUtf8, fromPlain, parseJson, writePythonJson } from '../../electron/core/json/index.ts';
import {
  createOhttpKeyPair,
  type OhttpKeyPair,
  type OpenedRequest,
  openRequest,
} from '../../electron/core/ohttp/index.ts';
import { canonicalizeRequest } from '../../electron/core/proof/index.ts';
import { loadVectors } from './vectors.ts';

/** What the relay, or the enclave behind it, does with a request. */
export type RelayMode =
  | 'honest'
  | 'flip-bit'
  | 'truncate'
  | 'replay'
  | 'swap-tee'
  | 'wrong-signature'
  | 'old-signature'
  | 'html'
  | 'foreign-type'
  | 'nothing'
  | 'nothing-once'
  | 'stall'
  | 'stall-in-body'
  | 'cut-body'
  | 'redirect'
  | 'billing-frame'
  | 'single-for-stream'
  | 'single-success-for-stream'
  | 'stream-for-single'
  | 'in-band-error'
  | 'stale-key'
  | 'provider-fault'
  | 'echo-token'
  | 'not-http'
  | 'huge'
  | `status-${number}`;

/** What the enclave answers; `frames` replaces the stream's frames before the signed one. */
export interface Answer {
  readonly text: string;
  readonly toolCalls?: readonly unknown[];
  readonly frames?: readonly (string | Uint8Array)[];
  /** Tool calls in a whole answer that the enclave does not sign. */
  readonly unsignedToolCalls?: readonly unknown[];
  /** Text of a number token for `usage.cost`, to see that it survives. */
  readonly costToken?: string;
}

export interface Enclave {
  readonly teeId: string;
  readonly signingKey: KeyObject;
  readonly signingKeyDer: Uint8Array;
  readonly ohttp: OhttpKeyPair;
}

export interface HostileRelay {
  readonly url: string;
  readonly enclaves: readonly Enclave[];
  /** Headers of every request, oldest first. */
  readonly seen: IncomingMessage[];
  /** Resolves at the next request that comes in, and when its connection has ended. */
  nextRequest(): Promise<{ readonly closed: Promise<void> }>;
  mode: RelayMode;
  /** The id of the only TEE that `mode` is for: from the first request to another one on, the relay is honest. */
  victim: string | undefined;
  answer: Answer;
  /** Whether a stream stops before its signed frame until `releaseStreams`. */
  holdStreams: boolean;
  /** Resolves when a stream stands there, its first part written out. */
  readonly held: Promise<void>;
  releaseStreams(): void;
  stop(): Promise<void>;
}

/** The text that every enclave here says unless told otherwise; a test looks for it where it must not be. */
export const SECRET_TEXT = 'the unverified tides are at noon';

const MARKER = '\n--opengradient-ohttp-billing-v1--\n';

/** A relay on loopback with two enclaves behind it that hold the keys of the public vectors and really seal and sign. */
export async function startHostileRelay(): Promise<HostileRelay> {
  const enclaves = await Promise.all(loadVectors('signing-keys').map(({ input }) => createEnclave(input)));
  const state = new RelayState(enclaves);
  const server = createServer((request, response) => {
    state.handle(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  state.close = () =>
    new Promise(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return state;
}

async function createEnclave(input: Readonly<Record<string, unknown>>): Promise<Enclave> {
  const signingKey = createPrivateKey(String(input['signing_key_pkcs8_pem']));
  const signingKeyDer = new Uint8Array(createPublicKey(signingKey).export({ type: 'spki', format: 'der' }));
  const teeId = `0x${Buffer.from(keccak_256(signingKeyDer)).toString('hex')}`;
  return { teeId, signingKey, signingKeyDer, ohttp: await createOhttpKeyPair() };
}

class RelayState implements HostileRelay {
  readonly enclaves: readonly Enclave[];
  readonly seen: IncomingMessage[] = [];
  url = '';
  mode: RelayMode = 'honest';
  victim: string | undefined;
  answer: Answer = { text: SECRET_TEXT };
  holdStreams = false;
  readonly held: Promise<void>;
  close: () => Promise<void> = () => Promise.resolve();
  #reportHeld: () => void = () => undefined;
  #lastSealed: Buffer | undefined;
  #release: () => void = () => undefined;
  #waiters: ((request: { readonly closed: Promise<void> }) => void)[] = [];

  constructor(enclaves: readonly Enclave[]) {
    this.enclaves = enclaves;
    this.held = new Promise(resolve => {
      this.#reportHeld = resolve;
    });
  }

  stop(): Promise<void> {
    this.releaseStreams();
    return this.close();
  }

  nextRequest(): Promise<{ readonly closed: Promise<void> }> {
    return new Promise(resolve => this.#waiters.push(resolve));
  }

  releaseStreams(): void {
    this.#release();
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.seen.push(request);
    const closed = new Promise<void>(resolve => response.once('close', resolve));
    for (const waiter of this.#waiters.splice(0)) waiter({ closed });
    const wire = await buffer(request);
    if (this.victim !== undefined && request.headers['x-tee-id'] !== this.victim) this.mode = 'honest';
    const { mode } = this;
    if (mode.startsWith('status-')) return answerText(response, Number(mode.slice(7)), '{"detail":"relay says no"}');
    switch (mode) {
      case 'html':
        return answerText(response, 502, '<html><body>Bad <b>Gateway</b></body></html>', 'text/html');
      case 'foreign-type':
        return answerText(response, 200, JSON.stringify({ choices: [{ message: { content: SECRET_TEXT } }] }));
      case 'nothing-once':
        this.mode = 'honest';
        response.destroy();
        return;
      case 'nothing':
        response.destroy();
        return;
      case 'stall':
        return;
      case 'stale-key':
        return answerText(response, 400, '{"error":"malformed encapsulated request"}');
      case 'provider-fault':
        return answerText(response, 502, '{"error":"no capacity","source":"provider"}');
      case 'echo-token':
        return answerText(response, 403, JSON.stringify({ detail: `bad ${request.headers.authorization}` }));
      case 'not-http':
        response.socket?.end('220 smtp ready\r\n');
        return;
      case 'redirect':
        response.writeHead(307, { location: `${this.url}/elsewhere` }).end();
        return;
      default:
        return this.#answerSealed(request, response, wire);
    }
  }

  async #answerSealed(request: IncomingMessage, response: ServerResponse, wire: Buffer): Promise<void> {
    const enclave = this.enclaves.find(({ teeId }) => teeId === request.headers['x-tee-id']);
    if (enclave === undefined) return answerText(response, 404, '{"detail":"unknown TEE"}');
    const opened = await openRequest(enclave.ohttp, wire);
    const signer = this.mode === 'swap-tee' ? (this.enclaves.find(other => other !== enclave) ?? enclave) : enclave;
    const asked = request.headers['x-ohttp-stream'] === 'true';
    const stream = this.mode === 'stream-for-single' || (asked && !this.mode.startsWith('single-'));
    if (!stream) return this.#send(response, 'message/ohttp-res', [await this.#sealWhole(opened, signer)]);
    return this.#send(response, 'message/ohttp-chunked-res', this.#sealStream(opened, signer));
  }

  async #sealWhole(opened: OpenedRequest, signer: Enclave): Promise<Buffer> {
    if (this.mode === 'single-for-stream') {
      return Buffer.from(await opened.sealSingle(Buffer.from('{"status":503,"body":{"error":"provider is full"}}')));
    }
    const finish = this.answer.toolCalls === undefined ? 'stop' : 'tool_calls';
    const message = {
      role: 'assistant',
      content: this.answer.text,
      tool_calls: this.answer.toolCalls ?? this.answer.unsignedToolCalls,
    };
    const usage = `{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8,"cost":${this.answer.costToken ?? '0.10'}}`;
    const body =
      `{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m",` +
      `"choices":[{"index":0,"message":${JSON.stringify(message)},"finish_reason":"${finish}"}],` +
      `"usage":${usage},${this.#proof(opened, signer)}}`;
    return Buffer.from(await opened.sealSingle(Buffer.from(body)));
  }

  #sealStream(opened: OpenedRequest, signer: Enclave): readonly Buffer[] {
    const sealer = opened.chunkSealer();
    const pieces = [Buffer.from(sealer.open())];
    for (const frame of this.#frames()) pieces.push(Buffer.from(sealer.seal(Buffer.from(frame))));
    if (this.mode === 'in-band-error') {
      pieces.push(Buffer.from(sealer.sealFinal(Buffer.from('data: {"error":"provider broke"}\n\n'))));
      return pieces;
    }
    const finish = this.answer.toolCalls === undefined ? 'stop' : 'tool_calls';
    const closing =
      `data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m",` +
      `"choices":[{"index":0,"delta":{},"finish_reason":"${finish}"}],` +
      `"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8},${this.#proof(opened, signer)}}\n\n`;
    pieces.push(Buffer.from(sealer.seal(Buffer.from(closing))));
    if (this.mode === 'billing-frame') pieces.push(Buffer.from(`${MARKER}\0\0\0\x02{}`));
    pieces.push(Buffer.from(sealer.sealFinal(Buffer.from('data: [DONE]\n\n'))));
    return pieces;
  }

  #frames(): readonly (string | Uint8Array)[] {
    if (this.answer.frames !== undefined) return this.answer.frames;
    const deltas =
      this.answer.toolCalls?.map((call, index) => ({ tool_calls: [{ index, ...(call as object) }] })) ??
      this.answer.text.split(/(?<= )/).map(content => ({ content }));
    return deltas.map(
      delta =>
        `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`,
    );
  }

  /** The five fields of the proof as JSON members. */
  #proof(opened: OpenedRequest, signer: Enclave): string {
    const { requestHash } = canonicalizeRequest(parseJson(decodeUtf8(opened.plaintext)));
    const output =
      this.answer.toolCalls === undefined ? this.answer.text : writePythonJson(fromPlain(this.answer.toolCalls));
    const outputHash = keccak_256(Buffer.from(output));
    const seconds = Math.floor(Date.now() / 1_000) - (this.mode === 'old-signature' ? 7_200 : 0);
    const time = Buffer.alloc(32);
    time.writeBigUInt64BE(BigInt(seconds), 24);
    const message = keccak_256(Buffer.concat([requestHash, outputHash, time]));
    const signature = sign('sha256', message, {
      key: signer.signingKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 32,
    });
    if (this.mode === 'wrong-signature') signature[9] = (signature[9] ?? 0) ^ 1;
    return [
      `"tee_signature":"${signature.toString('base64')}"`,
      `"tee_request_hash":"${Buffer.from(requestHash).toString('hex')}"`,
      `"tee_output_hash":"${Buffer.from(outputHash).toString('hex')}"`,
      `"tee_timestamp":${seconds}`,
      `"tee_id":"${signer.teeId}"`,
    ].join(',');
  }

  async #send(response: ServerResponse, type: string, pieces: readonly Buffer[]): Promise<void> {
    const honest = Buffer.concat(pieces);
    const sealed =
      this.mode === 'replay' && this.#lastSealed !== undefined ? this.#lastSealed : tamper(this.mode, honest);
    this.#lastSealed = honest;
    response.writeHead(200, { 'content-type': type });
    if (this.mode === 'huge') return pour(response);
    if (this.mode === 'stall-in-body') return void response.write(sealed.subarray(0, 40));
    const rest = await this.#hold(response, sealed, pieces);
    if (this.mode === 'cut-body') response.write(rest.subarray(0, -20), () => response.destroy());
    else response.end(rest);
  }

  /** With `holdStreams`: writes all but the last two pieces, waits to be released, and gives what is still to be sent. */
  async #hold(response: ServerResponse, sealed: Buffer, pieces: readonly Buffer[]): Promise<Buffer> {
    if (!this.holdStreams || pieces.length === 1) return sealed;
    const headLength = pieces.slice(0, -2).reduce((sum, { length }) => sum + length, 0);
    const released = new Promise<void>(resolve => {
      this.#release = resolve;
    });
    response.write(sealed.subarray(0, headLength), () => this.#reportHeld());
    await released;
    return sealed.subarray(headLength);
  }
}

function tamper(mode: RelayMode, sealed: Buffer): Buffer {
  if (mode === 'truncate') return sealed.subarray(0, -9);
  if (mode !== 'flip-bit') return sealed;
  const copy = Buffer.from(sealed);
  const at = copy.length - 30;
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

/** Bytes without end, until the other side hangs up. */
async function pour(response: ServerResponse): Promise<void> {
  const block = Buffer.alloc(65_536, 1);
  while (!response.destroyed) {
    if (!response.write(block)) {
      await new Promise<void>(resolve => {
        const go = (): void => {
          response.off('drain', go).off('close', go);
          resolve();
        };
        response.once('drain', go).once('close', go);
      });
    }
  }
}

function answerText(response: ServerResponse, status: number, text: string, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type }).end(text);
}
