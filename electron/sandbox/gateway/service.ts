import { type RawData, type WebSocket } from 'ws';
import type { Clock, Random } from '../../core/platform/index.ts';
import { GatewayConnection } from './connection.ts';
import type { GatewayFaults } from './faults.ts';
import { judge, type Verdict } from './handshake.ts';
import { helloOk } from './hello.ts';
import type { GatewayHub } from './hub.ts';
import { sandboxId } from './identifiers.ts';
import { callMethod, METHOD_NAMES, type MethodContext } from './methods.ts';
import type { SandboxPairing } from './pairing.ts';
import type { PairingBook } from './pairing-book.ts';
import type { SignInDesk } from './sign-in.ts';
import type { GatewayState } from './state.ts';
import { Timers } from './timers.ts';
import {
  type CloseWith,
  type ErrorShape,
  invalidRequest,
  MAX_CONNECT_BYTES,
  RequestError,
  readRequest,
  unavailable,
} from './wire.ts';
import type { SandboxWorld } from './world.ts';

/** Of gateway 2026.9.1: how long a caller may take to sign in, and how often it is asked whether it lives. */
const SIGN_IN_MS = 15_000;
const PING_MS = 25_000;
const DRAIN_RETRY_MS = 1_000;

/** What {@link GatewayService} works with. */
export interface ServiceOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly state: GatewayState;
  readonly hub: GatewayHub;
  readonly world: SandboxWorld;
  readonly book: PairingBook;
  readonly desk: SignInDesk;
  readonly pairing: SandboxPairing;
  readonly faults: GatewayFaults;
  readonly methods: MethodContext;
  readonly tickIntervalMs: number;
}

/** One conversation: what belongs to a socket alone. */
interface Conversation {
  readonly connection: GatewayConnection;
  readonly timers: Timers;
  readonly signal: AbortSignal;
  /** Browsers send one; the gateway lets in none that it does not know. */
  readonly origin: string | undefined;
  hasAsked: boolean;
}

/** Talks to each connection: challenge, sign-in, then requests. */
export class GatewayService {
  readonly #options: ServiceOptions;

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  /** Takes over a socket that was just opened. */
  open(socket: WebSocket, origin: string | undefined): void {
    const { clock, random, hub, faults } = this.#options;
    const connection = new GatewayConnection(socket, sandboxId(random), sandboxId(random));
    const timers = new Timers(clock);
    const gone = new AbortController();
    const talk: Conversation = { connection, timers, signal: gone.signal, origin, hasAsked: false };
    connection.isMuted = faults.frozen !== undefined;
    hub.add(connection);
    socket.on('error', () => undefined);
    socket.on('pong', () => {
      connection.isAlive = true;
    });
    socket.on('message', (data: RawData) => this.#hear(talk, data));
    socket.on('close', () => {
      timers.clear();
      gone.abort();
      hub.remove(connection);
    });
    timers.after(SIGN_IN_MS, () => {
      if (connection.caller === undefined) connection.close({ code: 1000, reason: '' });
    });
    const challenge = (): void => connection.challenge(faults.challengeTs ?? clock.now());
    if (faults.challengeDelayMs > 0) timers.after(faults.challengeDelayMs, challenge);
    else challenge();
  }

  #hear(talk: Conversation, data: RawData): void {
    const { connection } = talk;
    if (connection.isMuted || !connection.isOpen) return;
    connection.isAlive = true;
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Uint8Array);
    if (connection.caller !== undefined) void this.#request(talk, bytes.toString());
    else if (bytes.length > MAX_CONNECT_BYTES) connection.close({ code: 1009, reason: '' });
    else this.#connect(talk, bytes.toString());
  }

  #connect(talk: Conversation, text: string): void {
    const { connection } = talk;
    const request = readRequest(text);
    if (request.kind === 'no-json') connection.close({ code: 1000, reason: '' });
    else if (request.kind === 'malformed') connection.close({ code: 1008, reason: 'invalid request frame' });
    else if (request.method !== 'connect') {
      const error = invalidRequest('invalid handshake: first request must be connect');
      dismiss(connection, request.id, { error, close: { code: 1008, reason: error.message } });
    } else if (!talk.hasAsked) {
      talk.hasAsked = true;
      const answer = (): void => this.#signIn(talk, request.id, request.params);
      const { helloDelayMs } = this.#options.faults;
      if (helloDelayMs > 0) talk.timers.after(helloDelayMs, answer);
      else answer();
    }
  }

  #signIn(talk: Conversation, id: string, params: unknown): void {
    const { connection, timers, origin } = talk;
    const { clock, state, faults, desk, book, pairing } = this.#options;
    const closed = this.#closedForNow() ?? (origin === undefined ? undefined : ORIGIN_REFUSED);
    if (closed !== undefined) {
      dismiss(connection, id, closed);
      return;
    }
    const verdict = judge(params, {
      nonce: connection.nonce,
      nowMs: clock.now(),
      protocol: faults.protocol,
      isRemote: faults.isRemote,
      approvesLocal: pairing.approvesLocal,
      desk,
      book,
    });
    if (verdict.kind === 'welcome') this.#welcome(talk, id, verdict);
    else {
      if (verdict.asked !== undefined) pairing.announce(verdict.asked);
      const refuse = (): void => dismiss(connection, id, verdict);
      if (verdict.delayMs > 0 && state.life === 'running') timers.after(verdict.delayMs, refuse);
      else refuse();
    }
  }

  /** Start-up and drain are told before anything else is looked at. */
  #closedForNow(): { readonly error: ErrorShape; readonly close: CloseWith } | undefined {
    const { state, faults } = this.#options;
    if (state.life === 'starting') {
      const error = unavailable('startup-sidecars', { retryAfterMs: faults.startupRetryAfterMs });
      return { error, close: { code: 1013, reason: 'gateway starting' } };
    }
    if (state.life === 'running') return undefined;
    const error = unavailable('gateway-restarting', { retryAfterMs: DRAIN_RETRY_MS, details: { method: 'connect' } });
    return { error, close: { code: 1013, reason: 'gateway restart in progress' } };
  }

  /** Those who are present hear of the newcomer first, and so does it; then its hello; then everybody's health. */
  #welcome({ connection, timers }: Conversation, id: string, verdict: Extract<Verdict, { kind: 'welcome' }>): void {
    const { clock, state, hub, world, desk, faults, methods, tickIntervalMs } = this.#options;
    const { params, role, scopes, token } = verdict;
    hub.register(connection, { params, role, scopes, connectedAt: clock.now() });
    const hello = helloOk({
      connection,
      token,
      hub,
      world,
      process: methods.process(),
      protocol: faults.protocol,
      methods: METHOD_NAMES.filter(name => !faults.withheld.has(name)),
      suspension: state.suspension,
      authMode: desk.auth.mode,
      tickIntervalMs,
      origin: `http://127.0.0.1:${state.port}`,
    });
    connection.answer(id, hello);
    hub.tellHealth();
    timers.every(PING_MS, () => this.#ping(connection));
  }

  #ping(connection: GatewayConnection): void {
    if (this.#options.faults.frozen === 'silent') return;
    if (connection.isAlive) {
      connection.isAlive = false;
      if (connection.isOpen) connection.socket.ping(undefined, undefined, () => undefined);
    } else {
      connection.terminate();
    }
  }

  async #request({ connection, signal }: Conversation, text: string): Promise<void> {
    const request = readRequest(text);
    if (request.kind === 'no-json') return;
    if (request.kind === 'malformed') {
      connection.refuse(request.id, invalidRequest('invalid request frame'));
      return;
    }
    const { id, method, params } = request;
    try {
      this.#demandService(method);
      const { methods: context } = this.#options;
      connection.answer(id, await callMethod(method, params, { connection, signal, context }));
    } catch (error) {
      const isRefusal = error instanceof RequestError;
      connection.refuse(id, isRefusal ? error.shape : { code: 'UNAVAILABLE', message: 'sandbox: internal error' });
    }
  }

  /** Throws what stands in the way of every request: drain, suspension, a fault. */
  #demandService(method: string): void {
    const { state, faults } = this.#options;
    const details = { method, phase: state.suspension };
    if (state.life !== 'running') {
      throw new RequestError(unavailable('gateway-restarting', { retryAfterMs: DRAIN_RETRY_MS, details }));
    }
    if (state.suspension !== 'accepting') {
      throw new RequestError(unavailable('gateway-suspending', { retryAfterMs: DRAIN_RETRY_MS, details }));
    }
    const refusal = faults.refusal(method);
    if (refusal !== undefined) throw new RequestError(refusal);
    if (faults.withheld.has(method)) throw new RequestError(invalidRequest(`unknown method: ${method}`));
  }
}

const ORIGIN_REFUSED = {
  error: {
    code: 'INVALID_REQUEST',
    message: 'origin not allowed',
    details: { code: 'CONTROL_UI_ORIGIN_NOT_ALLOWED', reason: 'origin not allowed' },
  },
  close: { code: 1008, reason: 'origin not allowed' },
};

function dismiss(
  connection: GatewayConnection,
  id: string,
  { error, close }: { readonly error: ErrorShape; readonly close: CloseWith },
): void {
  connection.refuse(id, error);
  connection.close(close);
}
