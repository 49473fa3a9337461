import type { Clock } from '../../core/platform/index.ts';
import { Beat } from './beat.ts';
import type { Caller, GatewayConnection } from './connection.ts';
import { healthPicture } from './pictures.ts';
import { isCovered } from './scopes.ts';
import type { SandboxWorld } from './world.ts';

/** Client modes that are not listed among those present. */
const UNLISTED = new Set(['cli', 'backend', 'probe']);

/** Which scope an event takes; those not named take none. */
const EVENT_SCOPES: Readonly<Record<string, string>> = {
  presence: 'operator.read',
  chat: 'operator.read',
  agent: 'operator.read',
  'sessions.changed': 'operator.read',
  'chat.metadata.changed': 'operator.read',
  'device.pair.requested': 'operator.pairing',
  'device.pair.resolved': 'operator.pairing',
};

/** How often the whole picture of health is sent (gateway 2026.9.1). */
const HEALTH_MS = 60_000;

/** Options of {@link GatewayHub}. */
export interface GatewayHubOptions {
  readonly clock: Clock;
  readonly world: SandboxWorld;
  readonly version: string;
  readonly tickIntervalMs: number;
}

/** Everybody who is connected, and what is told to all of them. */
export class GatewayHub {
  readonly #clock: Clock;
  readonly #world: SandboxWorld;
  readonly #version: string;
  readonly #connections = new Set<GatewayConnection>();
  readonly #beats: readonly Beat[];
  #presenceVersion = 0;
  #healthVersion = 0;

  constructor({ clock, world, version, tickIntervalMs }: GatewayHubOptions) {
    this.#clock = clock;
    this.#world = world;
    this.#version = version;
    this.#beats = [
      new Beat(clock, tickIntervalMs, () => this.broadcast('tick', { ts: clock.now() })),
      new Beat(clock, HEALTH_MS, () => this.tellHealth()),
    ];
  }

  /** The gateway started: its rhythm begins. */
  restartBeats(): void {
    for (const beat of this.#beats) beat.restart();
  }

  get stateVersion(): { readonly presence: number; readonly health: number } {
    return { presence: this.#presenceVersion, health: this.#healthVersion };
  }

  /** All sockets, those before their hello, too. */
  connections(): readonly GatewayConnection[] {
    return [...this.#connections];
  }

  /** Those who are signed in. */
  callers(): readonly GatewayConnection[] {
    return this.connections().filter(({ caller }) => caller !== undefined);
  }

  add(connection: GatewayConnection): void {
    this.#connections.add(connection);
  }

  remove(connection: GatewayConnection): void {
    if (!this.#connections.delete(connection)) return;
    if (isListed(connection.caller)) this.#tellPresence();
    for (const beat of this.#beats) beat.heard(this.callers().length > 0);
  }

  /** Somebody signed in: everybody hears of it, the newcomer before its own hello. */
  register(connection: GatewayConnection, caller: Caller): void {
    connection.caller = caller;
    if (isListed(caller)) this.#tellPresence();
    for (const beat of this.#beats) beat.heard(true);
  }

  /** To all who may hear it, and who subscribed where that is needed. */
  broadcast(event: string, payload: unknown): void {
    const scope = EVENT_SCOPES[event];
    for (const connection of this.callers()) {
      if (scope !== undefined && !isCovered(scope, connection.caller?.scopes ?? [])) continue;
      if (event === 'sessions.changed' && !connection.isSubscribed) continue;
      connection.event(event, payload, this.#versionFor(event));
    }
  }

  /** The whole picture of health to all: on a timer, and whenever somebody connects. */
  tellHealth(): void {
    this.#healthVersion += 1;
    this.broadcast('health', healthPicture(this.#world, this.#clock.now()));
  }

  /** The rows of `system-presence`. */
  presence(): readonly Record<string, unknown>[] {
    const ts = this.#clock.now();
    const own = {
      host: 'sandbox',
      mode: 'gateway',
      version: this.#version,
      reason: 'self',
      ts,
      text: 'Sandbox gateway',
    };
    return [own, ...this.callers().flatMap(connection => presenceRow(connection.caller))];
  }

  #tellPresence(): void {
    this.#presenceVersion += 1;
    this.broadcast('presence', { presence: this.presence() });
  }

  #versionFor(event: string): { readonly presence: number; readonly health: number } | undefined {
    return event === 'presence' || event === 'health' ? this.stateVersion : undefined;
  }
}

function isListed(caller: Caller | undefined): boolean {
  return caller !== undefined && !UNLISTED.has(caller.params.client.mode);
}

function presenceRow(caller: Caller | undefined): readonly Record<string, unknown>[] {
  if (caller === undefined || !isListed(caller)) return [];
  const { client, device } = caller.params;
  const host = client.displayName ?? client.id;
  return [
    {
      host,
      mode: client.mode,
      version: client.version,
      platform: client.platform,
      roles: [caller.role],
      scopes: caller.scopes,
      ...(device === undefined ? {} : { deviceId: device.id }),
      ...(client.instanceId === undefined ? {} : { instanceId: client.instanceId }),
      reason: 'connect',
      ts: caller.connectedAt,
      text: `${host} (sandbox)`,
    },
  ];
}
