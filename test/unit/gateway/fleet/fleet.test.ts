import { describe, expect, it, onTestFinished } from 'vitest';
import type { GatewayState } from '../../../../electron/contract/index.ts';
import {
  type FleetProfile,
  GatewayClient,
  type GatewayEvent,
  GatewayFleet,
} from '../../../../electron/core/gateway/index.ts';
import { firstRandom } from '../../../helpers/first-random.ts';
import type { ScriptedConnection, ScriptedGateway } from '../../../helpers/scripted-gateway.ts';
import { silentLogger } from '../../../helpers/silent-logger.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';
import { gateway, MemorySecrets } from '../support.ts';

const signal = new AbortController().signal;
const welcome = (connection: ScriptedConnection): unknown => connection.welcome();

/** A gateway that keeps what each client showed it. */
async function keeping(): Promise<{ server: ScriptedGateway; shown: string[] }> {
  const shown: string[] = [];
  const server = await gateway(async connection => {
    const { params } = await connection.welcome();
    shown.push(JSON.stringify(params));
  });
  return { server, shown };
}

function profileOf(id: string, server: { readonly url: string }, changes: Partial<FleetProfile> = {}): FleetProfile {
  return { id, name: id, url: server.url, priority: id === 'one' ? 1 : 2, source: 'settings', ...changes };
}

/** A fleet on a virtual clock over real sockets, and everything it said. */
class Harbour {
  readonly clock = new VirtualClock();
  readonly secrets = new MemorySecrets();
  readonly events: GatewayEvent[] = [];
  readonly fleet: GatewayFleet;
  readonly #watchers = new Set<() => void>();

  constructor(profiles: readonly FleetProfile[], { isEnabled = true } = {}) {
    this.fleet = new GatewayFleet({
      clock: this.clock,
      emit: event => {
        this.events.push(event);
        for (const look of [...this.#watchers]) look();
      },
      policy: { isEnabled, returnAfterMs: 60_000, mostReturnAfterMs: 3_600_000 },
      createClient: (profile, emit) =>
        new GatewayClient({
          profile,
          credentials: async () => ({ token: `planted-token-of-${profile.id}` }),
          secrets: this.secrets,
          clock: this.clock,
          random: firstRandom,
          logger: silentLogger,
          emit,
          client: { version: '0.1.0', platform: 'linux', displayName: 'Gatehouse' },
        }),
    });
    onTestFinished(() => this.fleet.stop());
    this.fleet.setProfiles(profiles);
    this.fleet.start(signal);
  }

  async until(isSo: () => boolean): Promise<void> {
    if (isSo()) return;
    await new Promise<void>(resolve => {
      const look = (): void => {
        if (!isSo()) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
    });
  }

  state(id: string): GatewayState | undefined {
    return this.fleet.client(id)?.snapshot().state;
  }

  get active(): string | undefined {
    return this.fleet.list().find(({ isActive }) => isActive)?.id;
  }

  get switches(): readonly string[] {
    return this.events.flatMap(event =>
      event.type === 'gatewaySwitched' ? [`${event.from}>${event.to} ${event.cause}`] : [],
    );
  }

  /** Moves time until the state shows; attempts over real sockets need their turns in between. */
  async passUntil(isSo: () => boolean, stepMs = 1_000): Promise<void> {
    for (let round = 0; round < 400 && !isSo(); round += 1) {
      await this.clock.advance(stepMs);
      await new Promise(resolve => setImmediate(resolve));
    }
    expect(isSo()).toBe(true);
  }
}

describe('row 27: GatewayFleet', () => {
  it('connects to all, uses the best, and shows each with its own state', async () => {
    const [one, two] = [await gateway(welcome), await gateway(welcome)];
    const harbour = new Harbour([profileOf('two', two), profileOf('one', one)]);
    await harbour.until(() => harbour.state('one') === 'ready' && harbour.state('two') === 'ready');
    expect(harbour.fleet.list()).toMatchObject([
      { id: 'one', isActive: true, isPinned: false, state: 'ready', priority: 1, source: 'settings' },
      { id: 'two', isActive: false, isPinned: false, state: 'ready', priority: 2 },
    ]);
    expect(harbour.fleet.status()?.profile).toBe('one');
  });

  it('never shows one gateway the token or the device token of another', async () => {
    const [one, two] = [await keeping(), await keeping()];
    const harbour = new Harbour([profileOf('one', one.server), profileOf('two', two.server)]);
    await harbour.until(() => harbour.state('one') === 'ready' && harbour.state('two') === 'ready');
    harbour.fleet.select('two');
    harbour.fleet.reconnect();
    await harbour.until(() => one.shown.length === 2 && two.shown.length === 2 && harbour.state('two') === 'ready');
    for (const text of one.shown) {
      expect(text).toContain('planted-token-of-one');
      expect(text).not.toContain('planted-token-of-two');
    }
    for (const text of two.shown) {
      expect(text).toContain('planted-token-of-two');
      expect(text).not.toContain('planted-token-of-one');
    }
  });

  it('takes the next when the one in use stays away beyond its budget, and goes back when it is stable', async () => {
    const first = await gateway(welcome);
    const two = await gateway(welcome);
    const harbour = new Harbour([profileOf('one', first), profileOf('two', two)]);
    await harbour.until(() => harbour.state('one') === 'ready' && harbour.state('two') === 'ready');
    const { port } = first;
    await first.stop().catch(() => undefined);
    await harbour.until(() => harbour.state('one') !== 'ready');
    expect(harbour.active).toBe('one');
    await harbour.passUntil(() => harbour.active === 'two');
    expect(harbour.switches).toEqual(['one>two unreachable']);

    await gateway(welcome, port);
    harbour.fleet.networkUp();
    await harbour.passUntil(() => harbour.state('one') === 'ready', 10);
    expect(harbour.active).toBe('two');
    await harbour.clock.advance(59_000);
    expect(harbour.active).toBe('two');
    await harbour.clock.advance(1_000);
    expect(harbour.switches).toEqual(['one>two unreachable', 'two>one returned']);
    const last = harbour.events.findLast(event => event.type === 'gatewaySwitched');
    expect(last).toMatchObject({ profile: 'one', sentence: expect.stringContaining('stable') as string });
  });

  it('stays through a restart that was announced', async () => {
    const [one, two] = [await gateway(welcome), await gateway(welcome)];
    const harbour = new Harbour([profileOf('one', one), profileOf('two', two)]);
    await harbour.until(() => harbour.state('one') === 'ready' && harbour.state('two') === 'ready');
    const [connection] = one.connections;
    connection?.event('shutdown', { reason: 'gateway restarting', restartExpectedMs: 1_500 });
    connection?.socket.close(1012, 'service restart');
    await harbour.until(() => harbour.state('one') === 'restarting');
    await harbour.passUntil(() => harbour.state('one') === 'ready', 50);
    expect(harbour.switches).toEqual([]);
  });

  it('marks what it says of a gateway in reserve', async () => {
    const [one, two] = [await gateway(welcome), await gateway(welcome)];
    const harbour = new Harbour([profileOf('one', one), profileOf('two', two)]);
    await harbour.until(() => harbour.state('one') === 'ready' && harbour.state('two') === 'ready');
    const changes = harbour.events.filter(event => event.type === 'gatewayStateChanged');
    expect(changes.filter(({ profile }) => profile === 'one').every(event => event.isStandby === undefined)).toBe(true);
    expect(changes.filter(({ profile }) => profile === 'two').every(event => event.isStandby)).toBe(true);
  });

  it('connects only to the one in use when failover is off', async () => {
    const [one, two] = [await gateway(welcome), await gateway(welcome)];
    const harbour = new Harbour([profileOf('one', one), profileOf('two', two)], { isEnabled: false });
    await harbour.until(() => harbour.state('one') === 'ready');
    expect(two.upgrades).toBe(0);
    expect(harbour.fleet.list()[1]).toMatchObject({
      state: 'idle',
      sentence: expect.stringContaining('off') as string,
    });
    harbour.fleet.select('two');
    await harbour.until(() => harbour.state('two') === 'ready');
    expect(harbour.state('one')).toBe('idle');
    expect(harbour.fleet.list()[1]).toMatchObject({ isActive: true, isPinned: true });
  });

  it('keeps connections that did not change when others come and go', async () => {
    const [one, two] = [await gateway(welcome), await gateway(welcome)];
    const harbour = new Harbour([profileOf('two', two)]);
    await harbour.until(() => harbour.state('two') === 'ready');
    harbour.fleet.setProfiles([profileOf('one', one), profileOf('two', two, { priority: 5 })]);
    await harbour.until(() => harbour.state('one') === 'ready');
    await harbour.clock.advance(60_000);
    expect(harbour.switches).toEqual(['two>one preferred']);
    harbour.fleet.setProfiles([profileOf('two', two)]);
    expect(harbour.switches.at(-1)).toBe('one>two removed');
    expect(two.upgrades).toBe(1);
    expect(harbour.fleet.client('one')).toBeUndefined();
    await one.connections[0]?.closed;
  });

  it('connects anew to a gateway whose address changed', async () => {
    const [one, two] = [await gateway(welcome), await gateway(welcome)];
    const harbour = new Harbour([profileOf('one', one)]);
    await harbour.until(() => harbour.state('one') === 'ready');
    harbour.fleet.setProfiles([profileOf('one', two)]);
    await harbour.until(() => harbour.state('one') === 'ready');
    expect(two.upgrades).toBe(1);
    expect(harbour.switches).toEqual([]);
  });

  it('leaves no socket, no timer and no gateway behind, and starts again', async () => {
    const [one, two] = [await gateway(welcome), await gateway(welcome)];
    const harbour = new Harbour([profileOf('one', one), profileOf('two', two)]);
    await harbour.until(() => harbour.state('one') === 'ready' && harbour.state('two') === 'ready');
    await harbour.fleet.stop();
    await harbour.fleet.stop();
    expect(harbour.clock.pending).toBe(0);
    harbour.fleet.start(signal);
    await harbour.until(() => harbour.state('one') === 'ready');
    expect(one.upgrades).toBe(2);
  });
});
