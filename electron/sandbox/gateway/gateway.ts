import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ServerOptions, WebSocketServer } from 'ws';
import { abortReason, sleep } from '../../core/platform/index.ts';
import { sendJson } from '../loopback-server.ts';
import { playDemo, playOwner } from './demo.ts';
import { GatewayFaults } from './faults.ts';
import { GatewayHub } from './hub.ts';
import { sandboxId } from './identifiers.ts';
import { GatewayListener, rejectUpgrade } from './listener.ts';
import type { RestartOptions, SandboxGatewayConnection, SandboxGatewayOptions, StartOptions } from './options.ts';
import { SandboxPairing } from './pairing.ts';
import { PairingBook } from './pairing-book.ts';
import { probe } from './probes.ts';
import { SandboxRuns } from './runs.ts';
import { GatewayService } from './service.ts';
import { type SandboxGatewayAuth, SignInDesk } from './sign-in.ts';
import type { GatewayLife, GatewayState } from './state.ts';
import { Timers } from './timers.ts';
import { MAX_FRAME_BYTES } from './wire.ts';
import { SandboxWorld } from './world.ts';

/** The gateway whose behaviour this is, marked as what it is. */
const VERSION = '2026.9.1-sandbox';
/** Of gateway 2026.9.1. */
const TICK_MS = 30_000;
const MAX_STRANGERS = 32;
const RESTART_EXPECTED_MS = 1_500;
/** From the answer to a restart request to the restart; and how often a deferred one looks again. */
const RESTART_DELAY_MS = 50;
const DEFERRED_LOOK_MS = 250;
/** How long a client may take for its part of the close handshake. */
const CLOSE_TIMEOUT_MS = 500;

/**
 * A gateway that speaks OpenClaw's protocol 4 over real sockets on 127.0.0.1: sign-in, pairing, start, restart and the
 * methods that a tray asks for. Everything it tells of is made up, and says so.
 */
export class SandboxGateway {
  /** What restarts asked for over the protocol look like. */
  restartStyle: RestartOptions = { downMs: 300, startupMs: 400 };
  readonly faults: GatewayFaults;
  readonly pairing: SandboxPairing;
  readonly world: SandboxWorld;
  readonly runs: SandboxRuns;
  readonly #options: SandboxGatewayOptions;
  readonly #hub: GatewayHub;
  readonly #desk: SignInDesk;
  readonly #state: GatewayState;
  readonly #service: GatewayService;
  readonly #timers: Timers;
  readonly #listener: GatewayListener;
  readonly #webSockets: WebSocketServer;
  #lifetime = new AbortController();
  #restarting: Promise<void> | undefined;

  constructor(options: SandboxGatewayOptions) {
    const { clock, random, secrets, auth, tickIntervalMs = TICK_MS, approvesLocal = true, port = 0 } = options;
    this.#options = options;
    this.#state = { life: 'down', suspension: 'accepting', bootId: '', startedAt: clock.now(), port };
    this.world = new SandboxWorld(random, clock.now());
    this.#hub = new GatewayHub({ clock, world: this.world, version: VERSION, tickIntervalMs });
    const book = new PairingBook({ clock, random, secrets });
    this.#desk = new SignInDesk(clock, book, auth);
    this.pairing = new SandboxPairing(book, this.#hub, clock, approvesLocal);
    this.runs = new SandboxRuns(this.world, this.#hub, clock);
    this.faults = new GatewayFaults(this.#hub, this.runs, this.#desk);
    this.#timers = new Timers(clock);
    const { world, pairing, faults } = this;
    const hub = this.#hub;
    this.#service = new GatewayService({
      clock,
      random,
      state: this.#state,
      hub,
      world,
      book,
      desk: this.#desk,
      pairing,
      faults,
      methods: {
        world,
        hub,
        book,
        pairing,
        process: () => ({ version: VERSION, ...this.#state, nowMs: clock.now() }),
        requestRestart: how => this.#requestRestart(how),
      },
      tickIntervalMs,
    });
    // `closeTimeout` is newer than the types.
    const sockets: ServerOptions & { closeTimeout: number } = {
      noServer: true,
      maxPayload: MAX_FRAME_BYTES,
      closeTimeout: CLOSE_TIMEOUT_MS,
    };
    this.#webSockets = new WebSocketServer(sockets);
    this.#listener = new GatewayListener({
      answer: (request, response) => faults.whenAwake(() => this.#answer(request, response)),
      upgrade: (request, socket, head) => faults.whenAwake(() => this.#upgrade(request, socket, head)),
    });
  }

  /** `ws://127.0.0.1:<port>`. Only after {@link start}. */
  get url(): string {
    return `ws://127.0.0.1:${this.#state.port}`;
  }

  /** Stays the same over restarts. Only after {@link start}. */
  get port(): number {
    return this.#state.port;
  }

  /** The shared token; empty when the mode is another. A credential, if only for this sandbox. */
  get token(): string {
    const { auth } = this.#desk;
    return auth.mode === 'token' ? auth.token : '';
  }

  get life(): GatewayLife {
    return this.#state.life;
  }

  /** Changes with every start. */
  get bootId(): string {
    return this.#state.bootId;
  }

  /** What callers prove themselves with from now on. Who is connected stays. */
  set auth(auth: SandboxGatewayAuth) {
    this.#desk.auth = auth;
  }

  /** Everybody who is signed in. */
  connections(): readonly SandboxGatewayConnection[] {
    return this.#hub.callers().flatMap(({ id, caller, deviceId, isSubscribed }) => {
      if (caller === undefined) return [];
      const { client } = caller.params;
      return [{ id, clientId: client.id, mode: client.mode, scopes: caller.scopes, deviceId, isSubscribed }];
    });
  }

  /** Listens: at the same port as before, or any free one. Throws `sandbox_listen_failed`, or the signal's reason. */
  async start(signal: AbortSignal, options: StartOptions = {}): Promise<void> {
    if (signal.aborted) throw abortReason(signal);
    if (this.#state.life !== 'down') return;
    this.#lifetime = new AbortController();
    await this.#boot(AbortSignal.any([signal, this.#lifetime.signal]), options);
  }

  /** Ends the start-up phase: from now on callers are let in. */
  finishStartup(): void {
    if (this.#state.life === 'starting') this.#state.life = 'running';
  }

  /** Refuses every request for `drainMs`, and stays so until {@link restart} or {@link stop}. Rejects when stopped. */
  async drain(drainMs: number): Promise<void> {
    this.#state.life = 'draining';
    await sleep(this.#options.clock, drainMs, this.#lifetime.signal);
  }

  /** Says goodbye, goes away, comes back with another boot id. Rejects when stopped meanwhile; a second call joins. */
  restart(options: RestartOptions = {}): Promise<void> {
    this.#restarting ??= this.#restart(options).finally(() => {
      this.#restarting = undefined;
    });
    return this.#restarting;
  }

  /** `preparing`, then `prepared`: requests are refused, callers still get in. */
  suspend(): void {
    for (const phase of ['preparing', 'prepared'] as const) {
      this.#state.suspension = phase;
      this.#hub.broadcast('gateway.suspension', { phase });
    }
  }

  /** Ends a suspension. */
  resume(): void {
    this.#state.suspension = 'accepting';
    this.#hub.broadcast('gateway.suspension', { phase: 'accepting' });
  }

  /** Gone without a word, as after SIGKILL. Resolves when the port is free; may be started again. */
  async crash(): Promise<void> {
    this.#lifetime.abort();
    const closed = this.#down();
    this.#listener.cut();
    await closed;
  }

  /** Says that it stops, and is gone. May be called twice, and without a start. */
  async stop(): Promise<void> {
    this.#lifetime.abort();
    if (this.#state.life !== 'down') this.#sayGoodbye({ reason: 'gateway stopping' });
    await this.#down();
  }

  async #restart({ drainMs = 0, downMs = 0, startupMs = 0 }: RestartOptions): Promise<void> {
    const { signal } = this.#lifetime;
    if (drainMs > 0) await this.drain(drainMs);
    this.#sayGoodbye({ reason: 'gateway restarting', restartExpectedMs: RESTART_EXPECTED_MS });
    await this.#down();
    if (downMs > 0) await sleep(this.#options.clock, downMs, signal);
    await this.#boot(signal, { startupMs });
  }

  async #boot(signal: AbortSignal, { startupMs = 0 }: StartOptions): Promise<void> {
    const { clock, random, demo = false } = this.#options;
    const state = this.#state;
    state.port = await this.#listener.open(state.port, signal);
    state.bootId = sandboxId(random);
    state.startedAt = clock.now();
    state.suspension = 'accepting';
    state.life = startupMs > 0 ? 'starting' : 'running';
    if (startupMs > 0 && Number.isFinite(startupMs)) this.#timers.after(startupMs, () => this.finishStartup());
    this.#hub.restartBeats();
    if (!demo) return;
    const { world, runs, pairing } = this;
    playDemo({ world, runs, hub: this.#hub, clock, random, timers: this.#timers });
    playOwner({ pairing, clock, timers: this.#timers });
  }

  /** A stop and a restart close alike; only the event tells them apart. */
  #sayGoodbye(shutdown: Record<string, unknown>): void {
    this.#hub.broadcast('shutdown', shutdown);
    for (const connection of this.#hub.connections()) {
      connection.close({ code: 1012, reason: 'service restart' });
      // Who does not read will not answer either.
      if (this.faults.frozen === 'silent') connection.terminate();
    }
  }

  async #down(): Promise<void> {
    this.#state.life = 'down';
    this.#timers.clear();
    this.world.interrupt(this.#options.clock.now());
    await this.#listener.close();
  }

  #requestRestart({ skipDeferral }: { readonly skipDeferral: boolean }): 'scheduled' | 'deferred' {
    const isNow = skipDeferral || this.world.activeRuns === 0;
    this.#timers.after(isNow ? RESTART_DELAY_MS : DEFERRED_LOOK_MS, () => this.#restartWhenIdle(isNow));
    return isNow ? 'scheduled' : 'deferred';
  }

  #restartWhenIdle(isNow: boolean): void {
    if (!isNow && this.world.activeRuns > 0) {
      this.#timers.after(DEFERRED_LOOK_MS, () => this.#restartWhenIdle(false));
      return;
    }
    // Rejects only when the sandbox stops meanwhile.
    this.restart(this.restartStyle).catch(() => undefined);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { status, body } = probe(request.url ?? '/', this.#state, {
      version: VERSION,
      nowMs: this.#options.clock.now(),
    });
    sendJson(response, status, body);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const strangers = this.#hub.connections().length - this.#hub.callers().length;
    if (this.#state.life === 'draining') rejectUpgrade(socket, 'Gateway websocket admission closed');
    else if (strangers >= MAX_STRANGERS) rejectUpgrade(socket, 'Too many unauthenticated sockets');
    else {
      this.#webSockets.handleUpgrade(request, socket, head, webSocket =>
        this.#service.open(webSocket, request.headers.origin),
      );
    }
  }
}
