import type { GatewayHealthModel, GatewayStatus } from '../../contract/index.ts';
import { Attendants } from './attendants.ts';
import type { GatewayClientOptions } from './client-options.ts';
import { Connection } from './connection.ts';
import { type GatewayEndpoint, usableEndpoint } from './endpoint.ts';
import { clientStopped, notConnected } from './errors.ts';
import type { PairingNeed } from './failure.ts';
import type { ConnectionState, Session } from './machine.ts';
import type { ParamsOf, ResultOf } from './methods.ts';
import { ReadyGate } from './ready-gate.ts';
import { Reporter } from './reporter.ts';
import { type RequestOptions, Requests } from './requests.ts';
import type { RestartOutcome, RestartWish } from './restarts.ts';
import { type ScopeUpgradeOutcome, upgradeScopes } from './scope-upgrade.ts';
import { missingScopes, STATUS_SCOPES } from './scopes.ts';
import type { StatusFacts } from './status.ts';
import { TokenKeeper } from './token-keeper.ts';

/** Nothing leads from here to a connection before a person does something. */
const HOPELESS: readonly ConnectionState['name'][] = ['idle', 'stopped', 'pairing'];

/**
 * Keeps one connection to one gateway, and speaks for it: requests, status, what is known of the gateway. Does nothing
 * before `start`; can be started again after `stop`.
 */
export class GatewayClient {
  readonly #options: GatewayClientOptions;
  /** Undefined when the address cannot be used; the first attempt says why. */
  readonly #endpoint: GatewayEndpoint | undefined;
  readonly #requests: Requests;
  readonly #tokens: TokenKeeper;
  readonly #attendants: Attendants;
  readonly #connection: Connection;
  readonly #reporter: Reporter;
  readonly #ready = new ReadyGate();
  /** Asked for at each sign-in, in this order. */
  #scopes: readonly string[];
  /** More access was asked for, and nobody has decided yet. */
  #upgrade: PairingNeed | null = null;
  /** Before the way to it was lost. */
  #lastSeen: StatusFacts['lastSeen'] = null;
  #release: () => void = () => undefined;

  constructor(options: GatewayClientOptions) {
    this.#options = options;
    this.#scopes = options.scopes ?? STATUS_SCOPES;
    this.#endpoint = usableEndpoint(options.profile.url, options.profile);
    this.#requests = new Requests(options.clock);
    this.#tokens = new TokenKeeper(options);
    this.#attendants = new Attendants({
      profile: options.profile.name,
      clock: options.clock,
      request: (method, params, how) => this.request(method, params, how),
      onChanged: () => options.emit({ type: 'statusChanged', at: options.clock.now() }),
      onSnapshot: part => options.onSnapshot?.(part),
      onProviderFailed: options.emit,
      onDead: kind => this.#connection.dispatch({ type: 'failed', failure: { kind, detail: kind } }),
    });
    this.#connection = new Connection({
      client: options,
      endpoint: this.#endpoint,
      scopes: () => this.#scopes,
      requests: this.#requests,
      tokens: this.#tokens,
      attendants: this.#attendants,
      onStep: (before, after, reason) => this.#stepped(before, after, reason),
      onEvent: event => options.onEvent?.(event),
      onGap: gap => this.#reporter.gap(gap),
    });
    this.#reporter = new Reporter({ clock: options.clock, emit: options.emit, facts: () => this.#facts() });
  }

  /** Begins to connect, and returns; how it goes is in the status. Ends with `signal`. A second call changes nothing. */
  start(signal: AbortSignal): void {
    signal.throwIfAborted();
    if (this.#connection.state.name !== 'idle') return;
    const onAbort = (): void => void this.stop();
    signal.addEventListener('abort', onAbort, { once: true });
    this.#release = () => signal.removeEventListener('abort', onAbort);
    this.#connection.dispatch({ type: 'start' });
  }

  /** Closes, and rejects what is pending. Resolves when the sockets are gone; may be called twice, and never throws. */
  async stop(): Promise<void> {
    this.#release();
    this.#connection.dispatch({ type: 'stop' });
    this.#requests.fail(clientStopped());
    await Promise.all([this.#connection.gone(), this.#tokens.settled()]);
  }

  /** Connects anew at once, whatever the state: a person asked, or settings changed. */
  reconnect(): void {
    this.#connection.dispatch({ type: 'reconnect' });
  }

  /** The network is up again: does not wait any longer, and looks whether a connection survived. */
  networkUp(): void {
    this.#nudge();
    this.#restate('online');
  }

  /** This computer may be offline, or is: looks whether the connection is alive, and says what that means for it. */
  networkDown(): void {
    if (this.#endpoint?.isLoopback === true) return;
    if (this.#connection.state.name === 'ready') this.#lastSeen = this.snapshot();
    this.#attendants.probeSoon();
    this.#restate('offline');
  }

  /** The machine woke from sleep. */
  wake(): void {
    this.#reporter.wake();
    this.#nudge();
  }

  /**
   * Asks the gateway. Rejects with `gateway_not_connected` at once when there is no connection, with `gateway_closed`
   * when it breaks before the answer; see {@link Requests.add} for the others. Nothing is sent twice unless it is
   * declared idempotent. The answer is foreign, whatever its type says; see {@link GatewayMethods} for both types, and
   * for the keys that methods want which change something.
   */
  async request<Method extends string>(
    method: Method,
    params?: ParamsOf<Method>,
    options: RequestOptions = {},
  ): Promise<ResultOf<Method>> {
    if (this.#connection.state.name !== 'ready') throw notConnected();
    const answer = await this.#requests.add(method, params ?? {}, options, frame => this.#connection.send(frame));
    return answer as ResultOf<Method>;
  }

  /**
   * Asks the gateway's owner for more access on the live connection, and waits until it is decided, however long that
   * takes and across reconnects; meanwhile the status says what is to be approved. Once approved it connects anew with
   * the wider access, which the next sign-ins ask for, too. Rejects as {@link upgradeScopes} does.
   */
  async requestScopes(scopes: readonly string[], signal: AbortSignal): Promise<ScopeUpgradeOutcome> {
    const { hello } = this.#session();
    const wanted = [...new Set([...this.#scopes, ...scopes])];
    if (missingScopes(wanted, hello.scopes).length === 0) return { status: 'approved', scopes: hello.scopes };
    try {
      const answer = await upgradeScopes(wanted, hello, {
        request: (method, params, how) => this.request(method, params, how),
        onWaiting: requestId => {
          this.#setUpgrade({ reason: 'scope-upgrade', requestId });
          this.#reporter.upgradeWaiting();
        },
        signal,
      });
      if (answer.status !== 'approved') return answer;
      this.#tokens.keep(answer.deviceToken);
      this.#scopes = answer.scopes.length === 0 ? wanted : answer.scopes;
      const isReady = this.#ready.next(signal);
      this.reconnect();
      await isReady;
      this.#reporter.upgradeApproved();
      return { status: 'approved', scopes: this.#scopes };
    } finally {
      this.#setUpgrade(null);
    }
  }

  /**
   * Asks the gateway to restart. Rejects with `gateway_scope_missing` when `operator.admin` was not granted (see
   * {@link requestScopes}), with `gateway_unsupported`, and as {@link request} does.
   */
  async restart(wish: RestartWish, signal: AbortSignal): Promise<RestartOutcome> {
    const { hello } = this.#session();
    const connection = this.#connection.signal;
    if (connection === undefined) throw notConnected();
    return this.#attendants.restarts.ask(wish, hello, connection, signal);
  }

  snapshot(): GatewayStatus {
    return this.#reporter.snapshot();
  }

  /** What is known of the gateway beside its connection. */
  details(): GatewayHealthModel {
    return this.#attendants.health.model();
  }

  #session(): Session {
    if (this.#connection.state.name !== 'ready') throw notConnected();
    return this.#connection.state.session;
  }

  #setUpgrade(upgrade: PairingNeed | null): void {
    this.#upgrade = upgrade;
    this.#options.emit({ type: 'statusChanged', at: this.#options.clock.now() });
  }

  #facts(): StatusFacts {
    return {
      connection: this.#connection.state,
      isOffline: this.#endpoint?.isLoopback !== true && this.#options.isOffline?.() === true,
      lastSeen: this.#lastSeen,
      profile: this.#options.profile.name,
      host: this.#endpoint?.host ?? this.#options.profile.name,
      warning: this.#endpoint?.warning ?? null,
      requestedScopes: this.#scopes,
      roundTripMs: this.#attendants.roundTripMs,
      unanswered: this.#attendants.unanswered,
      upgrade: this.#upgrade,
      deferredRestart: this.#attendants.restarts.deferred,
      concerns: this.#attendants.health.concerns(),
      runningRuns: this.#attendants.health.runningRuns(),
    };
  }

  #stepped(before: ConnectionState, after: ConnectionState, reason: string): void {
    this.#reporter.report(before, after, reason);
    if (after.name === 'ready') this.#ready.open();
    else if (HOPELESS.includes(after.name)) this.#ready.fail(notConnected());
    // Nothing comes back from here by itself, so what may be sent again waits for nothing.
    if (after.name === 'stopped') this.#requests.fail(notConnected());
  }

  /** What is shown may be another thing although no step was taken. */
  #restate(reason: string): void {
    const { state } = this.#connection;
    this.#reporter.report(state, state, reason);
  }

  #nudge(): void {
    this.#attendants.probeSoon();
    this.#connection.dispatch({ type: 'nudge' });
  }
}
