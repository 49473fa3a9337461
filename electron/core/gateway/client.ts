import type { GatewayHealthModel, GatewayStatus } from '../../contract/index.ts';
import { Attendants } from './attendants.ts';
import type { GatewayClientOptions } from './client-options.ts';
import { ClosingLinks } from './closing-links.ts';
import { type GatewayEndpoint, parseEndpoint, usableEndpoint } from './endpoint.ts';
import { clientStopped, GatewayError, notConnected } from './errors.ts';
import type { AttemptMode } from './failure.ts';
import { requestFrame } from './frames.ts';
import type { Hello } from './hello.ts';
import type { GatewayFrameEvent } from './inbox.ts';
import { Link } from './link.ts';
import type { ConnectionEvent, ConnectionState, Effect, MachineContext, TimerName } from './machine.ts';
import { machineContext } from './machine-context.ts';
import { preparationFailure } from './preparation-failure.ts';
import { Reporter } from './reporter.ts';
import { type RequestOptions, Requests } from './requests.ts';
import { CONNECT_ID, Router } from './router.ts';
import { STATUS_SCOPES } from './scopes.ts';
import { connectParams } from './sign-in.ts';
import { openSocket } from './socket.ts';
import { type SocketEnd, socketFailure } from './socket-failure.ts';
import type { StatusFacts } from './status.ts';
import { NamedTimers } from './timers.ts';
import { TokenKeeper } from './token-keeper.ts';
import { IDLE, step } from './transitions.ts';

/**
 * Keeps one connection to one gateway. Decides nothing itself: the machine does, this owns sockets and timers and runs
 * its effects. Does nothing before `start`; can be started again after `stop`.
 */
export class GatewayClient {
  readonly #options: GatewayClientOptions;
  readonly #scopes: readonly string[];
  readonly #timers: NamedTimers<TimerName>;
  readonly #requests: Requests;
  readonly #router: Router;
  readonly #tokens: TokenKeeper;
  readonly #attendants: Attendants;
  readonly #reporter: Reporter;
  readonly #queue: ConnectionEvent[] = [];
  readonly #closing: ClosingLinks;
  /** Undefined when the address cannot be used; the first attempt says why. */
  readonly #endpoint: GatewayEndpoint | undefined;
  #state: ConnectionState = IDLE;
  #link: Link | undefined;
  #isDispatching = false;
  #release: () => void = () => undefined;

  constructor(options: GatewayClientOptions) {
    this.#options = options;
    this.#scopes = options.scopes ?? STATUS_SCOPES;
    this.#endpoint = usableEndpoint(options.profile.url, options.profile);
    this.#timers = new NamedTimers(options.clock);
    this.#requests = new Requests(options.clock);
    this.#router = new Router({ requests: this.#requests, dispatch: event => this.#dispatch(event) });
    this.#tokens = new TokenKeeper(options);
    this.#closing = new ClosingLinks(options.clock);
    this.#attendants = new Attendants({
      profile: options.profile.name,
      clock: options.clock,
      request: (method, params, how) => this.request(method, params, how),
      onChanged: () => options.emit({ type: 'statusChanged', at: options.clock.now() }),
      onSnapshot: part => options.onSnapshot?.(part),
      onDead: kind => this.#dispatch({ type: 'failed', failure: { kind, detail: kind } }),
    });
    this.#reporter = new Reporter({ clock: options.clock, emit: options.emit, facts: () => this.#facts() });
  }

  /** Begins to connect, and returns; how it goes is in the status. Ends with `signal`. A second call changes nothing. */
  start(signal: AbortSignal): void {
    signal.throwIfAborted();
    if (this.#state.name !== 'idle') return;
    const onAbort = (): void => void this.stop();
    signal.addEventListener('abort', onAbort, { once: true });
    this.#release = () => signal.removeEventListener('abort', onAbort);
    this.#dispatch({ type: 'start' });
  }

  /** Closes, and rejects what is pending. Resolves when the sockets are gone; may be called twice, and never throws. */
  async stop(): Promise<void> {
    this.#release();
    this.#dispatch({ type: 'stop' });
    this.#requests.fail(clientStopped());
    await Promise.all([this.#closing.gone(), this.#tokens.settled()]);
  }

  /** Connects anew at once, whatever the state: a person asked, or settings changed. */
  reconnect(): void {
    this.#dispatch({ type: 'reconnect' });
  }

  /** The network is up again: does not wait any longer, and looks whether a connection survived. */
  networkUp(): void {
    this.#nudge();
  }

  /** The machine woke from sleep. */
  wake(): void {
    this.#nudge();
  }

  /**
   * Asks the gateway. Rejects with `gateway_not_connected` at once when there is no connection, with `gateway_closed`
   * when it breaks before the answer; see {@link Requests.add} for the others. Nothing is sent twice unless it is
   * declared idempotent. The answer is foreign.
   */
  async request<Answer = unknown>(method: string, params: unknown = {}, options: RequestOptions = {}): Promise<Answer> {
    if (this.#state.name !== 'ready') throw notConnected();
    // The caller names the shape it expects and reads it as foreign.
    return (await this.#requests.add(method, params, options, frame => this.#link?.send(frame))) as Answer;
  }

  snapshot(): GatewayStatus {
    return this.#reporter.snapshot();
  }

  /** What is known of the gateway beside its connection. */
  details(): GatewayHealthModel {
    return this.#attendants.health.model();
  }

  #facts(): StatusFacts {
    return {
      connection: this.#state,
      profile: this.#options.profile.name,
      host: this.#endpoint?.host ?? this.#options.profile.name,
      warning: this.#endpoint?.warning ?? null,
      requestedScopes: this.#scopes,
      roundTripMs: this.#attendants.roundTripMs,
      concerns: this.#attendants.health.concerns(),
      runningRuns: this.#attendants.health.runningRuns(),
    };
  }

  #context(): MachineContext {
    return machineContext(this.#options, this.#endpoint, this.#tokens.last);
  }

  /** One event at a time: what an effect causes waits until all effects of this one are done. */
  #dispatch(event: ConnectionEvent): void {
    this.#queue.push(event);
    if (this.#isDispatching) return;
    this.#isDispatching = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#apply(next);
    } finally {
      this.#isDispatching = false;
    }
  }

  #apply(event: ConnectionEvent): void {
    const before = this.#state;
    const next = step(before, event, this.#context());
    if (next === undefined) return;
    this.#state = next.state;
    for (const effect of next.effects) this.#run(effect);
    this.#reporter.report(before, next.state, next.reason);
  }

  #run(effect: Effect): void {
    switch (effect.type) {
      case 'open':
        this.#open();
        break;
      case 'sign-in':
        this.#signIn(effect.mode);
        break;
      case 'adopt':
        this.#adopt(effect.hello);
        break;
      case 'close':
        this.#close(effect.code, effect.reason, effect.isDead);
        break;
      case 'forget-device-token':
        this.#tokens.forget();
        break;
      case 'arm':
        this.#timers.arm(effect.timer, effect.delayMs, () => this.#dispatch({ type: 'timer', timer: effect.timer }));
        break;
      case 'disarm':
        this.#timers.disarm(effect.timer);
        break;
    }
  }

  #open(): void {
    const link = new Link({
      onOpened: () => this.#dispatch({ type: 'opened' }),
      onChallenge: () => this.#dispatch({ type: 'challenged' }),
      onMalformed: () => this.#dispatch({ type: 'failed', failure: { kind: 'malformed', detail: 'challenge' } }),
      onSuccess: (id, payload) => this.#router.succeeded(id, payload),
      onError: (id, error) => this.#router.failed(id, error),
      onAlive: isFrame => this.#attendants.alive(isFrame),
      onEnded: end => this.#ended(end),
      onEvent: event => this.#take(event),
      onGap: gap => {
        this.#reporter.gap(gap);
        this.#attendants.refresh();
      },
    });
    this.#link = link;
    void this.#prepare(link);
  }

  async #prepare(link: Link): Promise<void> {
    try {
      const endpoint = parseEndpoint(this.#options.profile.url, this.#options.profile);
      link.credentials = await this.#tokens.load(endpoint, link.signal);
      link.open(endpoint, this.#options.openSocket ?? openSocket);
    } catch (error) {
      if (this.#link === link) this.#dispatch({ type: 'failed', failure: preparationFailure(error) });
    }
  }

  #signIn(mode: AttemptMode): void {
    const link = this.#link;
    if (link?.credentials === undefined || link.challenge === undefined) return;
    const client = { ...this.#options.client, scopes: this.#scopes };
    try {
      link.send(requestFrame(CONNECT_ID, 'connect', connectParams(client, link.credentials, link.challenge, mode)));
    } catch (error) {
      this.#dispatch({ type: 'failed', failure: preparationFailure(error) });
    }
  }

  #adopt(hello: Hello): void {
    const link = this.#link;
    if (link === undefined) return;
    link.adopt(hello);
    if (hello.deviceToken !== null) this.#tokens.keep(hello.deviceToken);
    this.#router.reset();
    this.#attendants.watch(link);
    this.#requests.resend(frame => link.send(frame));
    // After the state is `ready` for everyone who hears of it.
    queueMicrotask(() => {
      if (this.#link !== link) return;
      link.openInbox();
      this.#attendants.begin(hello, link.signal);
    });
  }

  #close(code: number, reason: string, isDead: boolean): void {
    const link = this.#link;
    this.#link = undefined;
    this.#attendants.end();
    this.#requests.interrupt(
      new GatewayError('gateway_closed', 'The connection to the gateway ended before the answer.', { retryable: true }),
    );
    if (link === undefined) return;
    this.#closing.add(link);
    link.end(code, reason, isDead);
  }

  #ended(end: SocketEnd): void {
    const farewell = this.#state.name === 'ready' ? this.#state.session.farewell : null;
    const failure = socketFailure(end, { isReady: this.#state.name === 'ready', farewell });
    this.#dispatch({ type: 'failed', failure });
  }

  #take(event: GatewayFrameEvent): void {
    this.#router.announced(event);
    this.#attendants.take(event);
    this.#options.onEvent?.(event);
  }

  #nudge(): void {
    this.#attendants.probeSoon();
    this.#dispatch({ type: 'nudge' });
  }
}
