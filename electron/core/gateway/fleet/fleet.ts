import type { GatewayConnectionName, GatewaySummary, UsedGateway } from '../../../contract/index.ts';
import type { Clock, Timer } from '../../platform/index.ts';
import type { GatewayClient } from '../client.ts';
import type { EmitGatewayEvent, GatewayEvent } from '../events.ts';
import { toldStatus } from '../told-status.ts';
import { type Choice, type ChoiceEvent, type ChoicePolicy, choose, NO_CHOICE } from './choice.ts';
import { type FleetProfile, isSameGateway } from './fleet-profile.ts';
import { asLeftAlone, leftAlone } from './left-alone.ts';
import { standingOf } from './standing.ts';
import { switchSentence } from './switch-sentence.ts';

/** Options of {@link GatewayFleet}. */
export interface GatewayFleetOptions {
  readonly clock: Clock;
  readonly emit: EmitGatewayEvent;
  readonly policy: ChoicePolicy;
  /** A client of its own for each gateway, with that gateway's credentials only. It must not be started. */
  readonly createClient: (profile: FleetProfile, emit: EmitGatewayEvent) => GatewayClient;
}

/** Steps after which a client would try again by itself. */
const WAITING: readonly GatewayConnectionName[] = ['waiting', 'pairing'];
/** What a person reads of gateways in reserve that are not connected. */
const RESERVE = {
  sentence: 'In reserve, and not connected: failover is off.',
  told: { code: 'gateway_reserve' },
} as const;
/** What a person reads of a gateway that is not connected in a pause. */
const RESTING = {
  sentence: 'Not connected, and Gatehouse is paused: it connects again when the pause ends.',
  remedy: { code: 'resume_or_connect', text: 'Resume, or reconnect it by hand.', command: 'resume' },
} as const;
const RESTS = { sentence: RESTING.sentence, told: { code: 'gateway_resting' } } as const;

interface Ship {
  readonly profile: FleetProfile;
  readonly client: GatewayClient;
  isRunning: boolean;
}

/**
 * Keeps a connection to each gateway and says which of them is used. Those in reserve stay connected, so that one that
 * takes over serves at once; without failover only the one in use connects. The choice is made in `choose`; this owns
 * the clients and the one timer.
 */
export class GatewayFleet {
  readonly #options: GatewayFleetOptions;
  readonly #ships = new Map<string, Ship>();
  readonly #leaving = new Set<Promise<void>>();
  /** Ids of those that a person restarts: they are waited for in a pause, too. */
  readonly #awaited = new Set<string>();
  #choice: Choice = NO_CHOICE;
  #timer: Timer | undefined;
  #signal: AbortSignal | undefined;
  #isPaused = false;

  constructor(options: GatewayFleetOptions) {
    this.#options = options;
  }

  /** Begins to connect, and returns; how it goes is in the snapshot. Ends with `signal`. */
  start(signal: AbortSignal): void {
    signal.throwIfAborted();
    if (this.#signal !== undefined) return;
    this.#signal = signal;
    this.#runThoseInUse();
    this.#decide({ type: 'tick' });
  }

  /** Resolves when all sockets are gone; may be called twice, and never throws. */
  async stop(): Promise<void> {
    this.#signal = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const ship of this.#ships.values()) this.#halt(ship);
    while (this.#leaving.size > 0) await Promise.all(this.#leaving);
  }

  /** Takes the gateways as the settings have them now. Connections to those that did not change are kept. */
  setProfiles(profiles: readonly FleetProfile[]): void {
    const kept = new Set(profiles.map(({ id }) => id));
    const former = this.#nameOf(this.#choice.activeId);
    for (const [id, ship] of this.#ships) if (!kept.has(id)) this.#remove(id, ship);
    for (const profile of profiles) this.#put(profile);
    for (const ship of this.#ships.values()) if (ship.profile.isDisconnected && ship.isRunning) this.#halt(ship);
    const members = profiles.map(({ id, priority, isDisconnected }) => ({ id, priority, isDisconnected }));
    this.#decide({ type: 'members', members }, former);
  }

  /** Uses this gateway until `select(null)`, which goes back to priority and health. Unknown ids count as null. */
  select(id: string | null): void {
    this.#decide({ type: 'pin', id });
    if (this.#isPaused && this.#choice.activeId !== null) this.#runByHand(this.#choice.activeId);
  }

  /**
   * Paused: connections that stand, and attempts under way, are left alone; nothing is tried again, and no other gateway
   * takes over by itself. What a person asks for is done once. Ended, all that are in use connect at once.
   */
  setPaused(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    if (isPaused) {
      for (const ship of this.#ships.values()) if (ship.client.snapshot().nextAttemptAt !== null) this.#halt(ship);
    } else {
      // A connection that stands is asked whether it is alive.
      this.wake();
      this.#runThoseInUse();
      for (const [id, { client, profile }] of this.#ships) {
        if (profile.isDisconnected) continue;
        this.#decide({ type: 'standing', id, standing: standingOf(client.snapshot().state) });
      }
      this.#decide({ type: 'tick' });
    }
    this.#options.emit({ type: 'statusChanged', at: this.#options.clock.now() });
  }

  /** A person has this gateway restart: its connection ends and comes back, in a pause too. */
  awaitRestart(id: string): void {
    this.#awaited.add(id);
  }

  /** Connects anew at once: one gateway, or all that are in use. False when there is none that is in use. */
  reconnect(id?: string): boolean {
    if (this.#isPaused) this.#runByHand(id);
    const ships = [...this.#ships.values()].filter(
      ship => ship.isRunning && (id === undefined || ship.profile.id === id),
    );
    for (const { client } of ships) client.reconnect();
    return ships.length > 0;
  }

  /** The network is up again, or has become another one. */
  networkUp(): void {
    for (const { client } of this.#ships.values()) client.networkUp();
  }

  /** This computer may be offline, or is. */
  networkDown(): void {
    for (const { client } of this.#ships.values()) client.networkDown();
  }

  /** The machine woke from sleep. */
  wake(): void {
    for (const { client } of this.#ships.values()) client.wake();
  }

  /** The client of the gateway in use; undefined when there is no gateway. */
  active(): GatewayClient | undefined {
    return this.#choice.activeId === null ? undefined : this.#ships.get(this.#choice.activeId)?.client;
  }

  /** The client of one gateway. */
  client(id: string): GatewayClient | undefined {
    return this.#ships.get(id)?.client;
  }

  /** The status of the gateway in use, null when there is none. */
  status(): UsedGateway | null {
    const client = this.active();
    if (client === undefined) return null;
    const status = { ...client.snapshot(), details: client.details() };
    if (this.#isLeftAlone(this.#choice.activeId)) return { ...status, ...leftAlone(status.profile) };
    return this.#isPaused && status.state === 'idle' ? { ...status, ...RESTING } : status;
  }

  /** All gateways, best first. */
  list(): readonly GatewaySummary[] {
    return [...this.#ships.values()]
      .map(ship => this.#summary(ship))
      .sort((one, other) => one.priority - other.priority);
  }

  #summary({ profile, client, isRunning }: Ship): GatewaySummary {
    const status = client.snapshot();
    const { host, state, health, sentence, since, nextAttemptAt, approval } = status;
    const isIdle = !isRunning && this.#signal !== undefined;
    const alone = profile.isDisconnected ? leftAlone(profile.name) : undefined;
    const rest = this.#isPaused ? RESTS : RESERVE;
    const { name } = profile;
    const told = alone === undefined ? toldStatus(status) : ({ code: 'gateway_left_alone', name } as const);
    return {
      id: profile.id,
      name,
      host,
      priority: profile.priority,
      isActive: profile.id === this.#choice.activeId,
      isPinned: profile.id === this.#choice.pinnedId,
      source: profile.source,
      state: alone?.state ?? state,
      health: alone?.health ?? health,
      ...(isIdle && alone === undefined ? rest : { sentence: alone?.sentence ?? sentence, told }),
      since,
      nextAttemptAt,
      approval,
    };
  }

  #put(profile: FleetProfile): void {
    const known = this.#ships.get(profile.id);
    if (known !== undefined && isSameGateway(known.profile, profile)) {
      this.#ships.delete(profile.id);
      this.#ships.set(profile.id, { ...known, profile });
      return;
    }
    if (known !== undefined) this.#remove(profile.id, known);
    const client = this.#options.createClient(profile, event => this.#hear(profile, client, event));
    this.#ships.set(profile.id, { profile, client, isRunning: false });
  }

  #remove(id: string, ship: Ship): void {
    this.#ships.delete(id);
    this.#halt(ship);
    this.#decide({ type: 'standing', id, standing: standingOf('idle') });
  }

  #halt(ship: Ship): void {
    ship.isRunning = false;
    const gone = ship.client.stop().finally(() => this.#leaving.delete(gone));
    this.#leaving.add(gone);
  }

  #hear(profile: FleetProfile, client: GatewayClient, event: GatewayEvent): void {
    const { emit } = this.#options;
    const isActive = profile.id === this.#choice.activeId;
    const told = this.#isLeftAlone(profile.id) ? asLeftAlone(event) : event;
    emit(isActive || told.type === 'statusChanged' ? told : { ...told, isStandby: true });
    // A client that was replaced or removed has no say any more, and one that is left alone stands as it was told to.
    const ship = this.#ships.get(profile.id);
    if (ship?.client !== client || ship.profile.isDisconnected) return;
    if (event.type === 'gatewayTransition') this.#rest(ship, event.to);
    if (event.type !== 'gatewayStateChanged') return;
    this.#decide({ type: 'standing', id: profile.id, standing: standingOf(event.to) });
  }

  /** It would be tried again; in a pause it is not, unless a person restarts it. */
  #rest(ship: Ship, to: GatewayConnectionName): void {
    if (to === 'ready') this.#awaited.delete(ship.profile.id);
    if (this.#isPaused && WAITING.includes(to) && !this.#awaited.has(ship.profile.id)) this.#halt(ship);
  }

  #decide(event: ChoiceEvent, formerName?: string): void {
    if (this.#isPaused && (event.type === 'standing' || event.type === 'tick')) return;
    const { clock, emit, policy } = this.#options;
    const before = this.#choice;
    const { choice, switched, tickInMs } = choose(before, event, clock.monotonicMs(), policy);
    this.#choice = choice;
    this.#timer?.cancel();
    this.#timer =
      tickInMs === null || this.#signal === undefined
        ? undefined
        : clock.schedule(tickInMs, () => this.#decide({ type: 'tick' }));
    if (switched !== null) {
      const { cause } = switched;
      const from = formerName ?? this.#nameOf(switched.from) ?? switched.from;
      const to = this.#nameOf(switched.to) ?? switched.to;
      const sentence = switchSentence(from, to, cause);
      emit({ type: 'gatewaySwitched', at: clock.now(), profile: to, from, to, cause, sentence });
    } else if (before.pinnedId !== choice.pinnedId || event.type === 'members') {
      emit({ type: 'statusChanged', at: clock.now() });
    }
    this.#runThoseInUse();
  }

  #runThoseInUse(): void {
    const signal = this.#signal;
    if (signal === undefined || signal.aborted || this.#isPaused) return;
    for (const ship of this.#ships.values()) {
      const isUsed = this.#options.policy.isEnabled || ship.profile.id === this.#choice.activeId;
      const isWanted = isUsed && !ship.profile.isDisconnected;
      if (isWanted === ship.isRunning) continue;
      if (isWanted) {
        ship.isRunning = true;
        ship.client.start(signal);
      } else {
        this.#halt(ship);
      }
    }
  }

  /** One gateway, or the one in use, once: when it fails in a pause, it rests again. */
  #runByHand(id: string | null = this.#choice.activeId): void {
    const ship = id === null ? undefined : this.#ships.get(id);
    const signal = this.#signal;
    if (ship === undefined || ship.isRunning || signal === undefined || signal.aborted) return;
    ship.isRunning = true;
    ship.client.start(signal);
  }

  #isLeftAlone(id: string | null): boolean {
    return id !== null && this.#ships.get(id)?.profile.isDisconnected === true;
  }

  #nameOf(id: string | null): string | undefined {
    return id === null ? undefined : this.#ships.get(id)?.profile.name;
  }
}
