import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, GatehouseError, sleep } from '../core/platform/index.ts';
import type { SandboxEnclave } from './enclave.ts';
import type { EnclaveReply } from './enclave-reply.ts';
import { LoopbackServer, readBody, sendBytes, sendJson } from './loopback-server.ts';
import { type RelayFault, RelayFaultPlan } from './relay-faults.ts';
import { RelayTampering } from './relay-tampering.ts';
import type { SeededRandom } from './seeded-random.ts';
import { sendReply } from './send-reply.ts';
import { untilAborted } from './until-aborted.ts';

/** The gateway's cap on an encapsulated request. */
const MAX_BODY_BYTES = 20_971_520;
const OHTTP_PATH = '/api/v1/chat/ohttp';

/** Finds the enclave that runs where a TEE was registered; undefined for a TEE that never was. */
export type RouteTee = (teeId: string) => SandboxEnclave | undefined;

/** Options of {@link SandboxRelay}. */
export interface SandboxRelayOptions {
  readonly bearerToken: string;
  /** Whether a token other than `bearerToken` is served. Default: none is. */
  readonly accepts?: (token: string) => boolean;
  readonly route: RouteTee;
  /** A living enclave that is not this one, for the `swap` fault. */
  readonly other: (enclave: SandboxEnclave) => SandboxEnclave | undefined;
  readonly clock: Clock;
  readonly random: SeededRandom;
}

/** The relay: checks the bearer token, forwards ciphertext to the enclave named in X-TEE-ID, and misbehaves on demand. */
export class SandboxRelay {
  readonly faults = new RelayFaultPlan();
  readonly #options: SandboxRelayOptions;
  readonly #authorization: string;
  readonly #tampering: RelayTampering;
  readonly #server: LoopbackServer;
  #requests = 0;

  constructor(options: SandboxRelayOptions) {
    this.#options = options;
    this.#authorization = `Bearer ${options.bearerToken}`;
    this.#tampering = new RelayTampering(options.random);
    this.#server = new LoopbackServer((request, response, signal) => this.#answer(request, response, signal));
  }

  /** The base address; clients append the path. Only after {@link start}. */
  get url(): string {
    return this.#server.origin;
  }

  /** Requests that passed the token check. */
  get requests(): number {
    return this.#requests;
  }

  start(signal: AbortSignal): Promise<void> {
    return this.#server.start(signal);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  async #answer(request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> {
    if (request.url !== OHTTP_PATH) return refuse(request, response, 404, 'Not Found');
    if (request.method !== 'POST') return refuse(request, response, 405, 'Method Not Allowed');
    if (!this.#isAuthorized(request.headers.authorization)) {
      return refuse(request, response, 401, 'Not authenticated');
    }
    if (request.headers['content-type'] !== 'message/ohttp-req') {
      return refuse(request, response, 415, 'Content-Type must be message/ohttp-req');
    }
    this.#requests += 1;
    const teeId = normalizeTeeId(request.headers['x-tee-id']);
    const wire = await readBody(request, MAX_BODY_BYTES);
    const fault = this.faults.take(teeId);
    if (this.faults.latencyMs > 0) await sleep(this.#options.clock, this.faults.latencyMs, signal);
    if (fault !== undefined && (await insteadOfAnswer(fault, request, response, signal))) return;
    const enclave = this.#options.route(teeId);
    if (enclave === undefined) return sendJson(response, 404, { detail: 'unknown TEE' });
    const target = fault?.kind === 'swap' ? this.#options.other(enclave) : enclave;
    const reply = await forward(target, wire, signal);
    await sendReply(response, this.#tampering.apply(reply, fault, signal), signal);
  }

  #isAuthorized(authorization = ''): boolean {
    if (authorization === this.#authorization) return true;
    return (
      authorization.startsWith('Bearer ') && this.#options.accepts?.(authorization.slice('Bearer '.length)) === true
    );
  }
}

async function forward(
  target: SandboxEnclave | undefined,
  wire: Uint8Array,
  signal: AbortSignal,
): Promise<EnclaveReply> {
  const unreachable = {
    status: 502,
    contentType: 'application/json',
    body: Buffer.from('{"detail":"TEE unreachable"}'),
  };
  if (target === undefined) return unreachable;
  try {
    return await target.answerSealed(wire, signal);
  } catch (error) {
    if (error instanceof GatehouseError && error.code === 'sandbox_enclave_dead') return unreachable;
    throw error;
  }
}

/** Faults that never reach the enclave. True when the request is dealt with. */
async function insteadOfAnswer(
  fault: RelayFault,
  request: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<boolean> {
  switch (fault.kind) {
    case 'status':
      sendJson(response, fault.status, fault.body ?? { detail: `sandbox fault ${fault.status}` });
      return true;
    case 'reset':
      request.socket.destroy();
      return true;
    case 'stall':
      return fault.afterBytes === undefined ? untilAborted(signal) : false;
    case 'html':
      sendBytes(response, 200, 'text/html', Buffer.from('<html><body>Welcome to the hotel network</body></html>'));
      return true;
    case 'json':
      sendJson(response, 200, { choices: [{ index: 0, message: { role: 'assistant', content: 'not sealed' } }] });
      return true;
    case 'empty':
      sendBytes(response, 200, String(request.headers.accept ?? 'message/ohttp-res'), new Uint8Array(0));
      return true;
    case 'redirect':
      response.setHeader('Location', '/elsewhere');
      sendBytes(response, 302, 'text/plain', new Uint8Array(0));
      return true;
    case 'cut':
    case 'truncate':
    case 'flip':
    case 'replay':
    case 'swap':
      return false;
  }
}

/** As the relay side of the SDK does: trimmed, lower case, with 0x. */
function normalizeTeeId(header: string | string[] | undefined): string {
  const text = String(header ?? '')
    .trim()
    .toLowerCase();
  return text.startsWith('0x') ? text : `0x${text}`;
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number, detail: string): void {
  sendJson(response, status, { detail });
  request.resume();
}
