import type { GatewaySummary, UsedGateway } from '../../../contract/index.ts';
import type { Clock, Timer } from '../../platform/index.ts';
import type { GatewayClient } from '../client.ts';
import type { EmitGatewayEvent, GatewayEvent } from '../events.ts';
import { type Choice, type ChoiceEvent, type ChoicePolicy, choose, NO_CHOICE } from './choice.ts';
import { type FleetProfile, isSameGateway } from './fleet-profile.ts';
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
  #choice: Choice = NO_CHOICE;
  #timer: Timer | undefined;
  #signal: AbortSignal | undefined;

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
    this.#decide({ type: 'members', members: profiles.map(({ id, priority }) => ({ id, priority })) }, former);
  }

  /** Uses this gateway until `select(null)`, which goes back to priority and health. Unknown ids count as null. */
  select(id: string | null): void {
    this.#decide({ type: 'pin', id });
  }

  /** Connects anew at once: one gateway, or all that are in use. False when there is none that is in use. */
  reconnect(id?: string): boolean {
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
    return client === undefined ? null : { ...client.snapshot(), details: client.details() };
  }

  /** All gateways, best first. */
  list(): readonly GatewaySummary[] {
    return [...this.#ships.values()]
      .map(ship => this.#summary(ship))
      .sort((one, other) => one.priority - other.priority);
  }

  #summary({ profile, client, isRunning }: Ship): GatewaySummary {
    const { host, state, health, sentence, since, nextAttemptAt, approval } = client.snapshot();
    const isIdle = !isRunning && this.#signal !== undefined;
    return {
      id: profile.id,
      name: profile.name,
      host,
      priority: profile.priority,
      isActive: profile.id === this.#choice.activeId,
      isPinned: profile.id === this.#choice.pinnedId,
      source: profile.source,
      state,
      health,
      sentence: isIdle ? 'In reserve, and not connected: failover is off.' : sentence,
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
    emit(isActive || event.type === 'statusChanged' ? event : { ...event, isStandby: true });
    // A client that was replaced or removed has no say any more.
    if (event.type !== 'gatewayStateChanged' || this.#ships.get(profile.id)?.client !== client) return;
    this.#decide({ type: 'standing', id: profile.id, standing: standingOf(event.to) });
  }

  #decide(event: ChoiceEvent, formerName?: string): void {
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
    if (signal === undefined || signal.aborted) return;
    for (const ship of this.#ships.values()) {
      const isWanted = this.#options.policy.isEnabled || ship.profile.id === this.#choice.activeId;
      if (isWanted === ship.isRunning) continue;
      if (isWanted) {
        ship.isRunning = true;
        ship.client.start(signal);
      } else {
        this.#halt(ship);
      }
    }
  }

  #nameOf(id: string | null): string | undefined {
    return id === null ? undefined : this.#ships.get(id)?.profile.name;
  }
}
