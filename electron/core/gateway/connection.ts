import type { Attendants } from './attendants.ts';
import type { GatewayClientOptions } from './client-options.ts';
import { ClosingLinks } from './closing-links.ts';
import { type GatewayEndpoint, parseEndpoint } from './endpoint.ts';
import { GatewayError } from './errors.ts';
import type { AttemptMode } from './failure.ts';
import { requestFrame } from './frames.ts';
import type { Hello } from './hello.ts';
import type { GatewayFrameEvent, SequenceGap } from './inbox.ts';
import { Link } from './link.ts';
import type { ConnectionEvent, ConnectionState, Effect, TimerName } from './machine.ts';
import { machineContext } from './machine-context.ts';
import { preparationFailure } from './preparation-failure.ts';
import { Prober } from './prober.ts';
import type { Requests } from './requests.ts';
import { CONNECT_ID, Router } from './router.ts';
import { connectParams } from './sign-in.ts';
import { openSocket } from './socket.ts';
import { type SocketEnd, socketFailure } from './socket-failure.ts';
import { NamedTimers } from './timers.ts';
import type { TokenKeeper } from './token-keeper.ts';
import { IDLE, step } from './transitions.ts';

/** Options of {@link Connection}. */
export interface ConnectionOptions {
  readonly client: GatewayClientOptions;
  /** Undefined when the address cannot be used; the first attempt says why. */
  readonly endpoint: GatewayEndpoint | undefined;
  /** Asked for at the next sign-in, in this order. */
  readonly scopes: () => readonly string[];
  readonly requests: Requests;
  readonly tokens: TokenKeeper;
  readonly attendants: Attendants;
  readonly onStep: (before: ConnectionState, after: ConnectionState, reason: string) => void;
  readonly onEvent: (event: GatewayFrameEvent) => void;
  readonly onGap: (gap: SequenceGap) => void;
}

/**
 * Drives the machine of one gateway: decides nothing itself, owns sockets and timers, and runs the machine's effects.
 * Does nothing before its first event.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #timers: NamedTimers<TimerName>;
  readonly #router: Router;
  readonly #prober: Prober;
  readonly #closing: ClosingLinks;
  readonly #queue: ConnectionEvent[] = [];
  #state: ConnectionState = IDLE;
  #link: Link | undefined;
  #isDispatching = false;

  constructor(options: ConnectionOptions) {
    const { clock, probe } = options.client;
    this.#options = options;
    this.#timers = new NamedTimers(clock);
    this.#closing = new ClosingLinks(clock);
    this.#router = new Router({ requests: options.requests, dispatch: event => this.dispatch(event) });
    this.#prober = new Prober({ clock, probe, onFound: finding => this.dispatch({ type: 'probed', finding }) });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Aborted when the socket of now is over; undefined when there is none. */
  get signal(): AbortSignal | undefined {
    return this.#link?.signal;
  }

  /** Throws as {@link Link.send} does. Without a socket nothing is sent. */
  send(frame: string): void {
    this.#link?.send(frame);
  }

  /** Resolves when all sockets that were told to close are gone. */
  async gone(): Promise<void> {
    await this.#closing.gone();
  }

  /** One event at a time: what an effect causes waits until all effects of this one are done. */
  dispatch(event: ConnectionEvent): void {
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
    const { client, endpoint, tokens, onStep } = this.#options;
    const next = step(before, event, machineContext(client, endpoint, tokens.last));
    if (next === undefined) return;
    this.#state = next.state;
    if (NOT_TRYING.includes(next.state.name)) this.#prober.cancel();
    for (const effect of next.effects) this.#run(effect);
    onStep(before, next.state, next.reason);
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
        this.#options.tokens.forget();
        break;
      case 'probe':
        if (this.#options.endpoint !== undefined) this.#prober.look(this.#options.endpoint);
        break;
      case 'arm':
        this.#timers.arm(effect.timer, effect.delayMs, () => this.#due(effect.timer));
        break;
      case 'disarm':
        this.#timers.disarm(effect.timer);
        break;
    }
  }

  #due(timer: TimerName): void {
    const isLoading = this.#state.name === 'connecting' && this.#link?.credentials === undefined;
    if (timer !== 'attempt' || !isLoading) this.dispatch({ type: 'timer', timer });
    // Nobody was asked yet: it is not the gateway that does not answer.
    else this.dispatch({ type: 'failed', failure: { kind: 'store-unreadable', detail: 'timeout' } });
  }

  #open(): void {
    const { attendants, onGap } = this.#options;
    const link = new Link({
      onOpened: () => this.dispatch({ type: 'opened' }),
      onChallenge: () => this.dispatch({ type: 'challenged' }),
      onMalformed: () => this.dispatch({ type: 'failed', failure: { kind: 'malformed', detail: 'challenge' } }),
      onSuccess: (id, payload) => this.#router.succeeded(id, payload),
      onError: (id, error) => this.#router.failed(id, error),
      onAlive: isFrame => attendants.alive(isFrame),
      onEnded: end => this.#ended(end),
      onEvent: event => this.#take(event),
      onGap: gap => {
        onGap(gap);
        attendants.refresh();
      },
    });
    this.#link = link;
    void this.#prepare(link);
  }

  async #prepare(link: Link): Promise<void> {
    const { client, tokens } = this.#options;
    try {
      const endpoint = parseEndpoint(client.profile.url, client.profile);
      link.credentials = await tokens.load(endpoint, link.signal);
      link.open(endpoint, client.openSocket ?? openSocket);
    } catch (error) {
      if (this.#link === link) this.dispatch({ type: 'failed', failure: preparationFailure(error) });
    }
  }

  #signIn(mode: AttemptMode): void {
    const link = this.#link;
    if (link?.credentials === undefined || link.challenge === undefined) return;
    const client = { ...this.#options.client.client, scopes: this.#options.scopes() };
    try {
      link.send(requestFrame(CONNECT_ID, 'connect', connectParams(client, link.credentials, link.challenge, mode)));
    } catch (error) {
      this.dispatch({ type: 'failed', failure: preparationFailure(error) });
    }
  }

  #adopt(hello: Hello): void {
    const link = this.#link;
    if (link === undefined) return;
    const { attendants, requests, tokens } = this.#options;
    link.adopt(hello);
    if (hello.deviceToken !== null) tokens.keep(hello.deviceToken);
    this.#router.begin(hello);
    attendants.watch(link);
    requests.resend(frame => link.send(frame));
    // After the state is `ready` for everyone who hears of it.
    queueMicrotask(() => {
      if (this.#link !== link) return;
      attendants.begin(hello, link.signal);
      link.openInbox();
    });
  }

  #close(code: number, reason: string, isDead: boolean): void {
    const link = this.#link;
    this.#link = undefined;
    this.#options.attendants.end();
    this.#options.requests.interrupt(
      new GatewayError('gateway_closed', 'The connection to the gateway ended before the answer.', { retryable: true }),
    );
    if (link === undefined) return;
    this.#closing.add(link);
    link.end(code, reason, isDead);
  }

  #ended(end: SocketEnd): void {
    const farewell = this.#state.name === 'ready' ? this.#state.session.farewell : null;
    const failure = socketFailure(end, { isReady: this.#state.name === 'ready', farewell });
    this.dispatch({ type: 'failed', failure });
  }

  #take(event: GatewayFrameEvent): void {
    this.#router.announced(event);
    this.#options.attendants.take(event);
    this.#options.onEvent(event);
  }
}

/** What a look over HTTP finds does not matter here. */
const NOT_TRYING: readonly ConnectionState['name'][] = ['idle', 'ready', 'stopped', 'pairing'];
