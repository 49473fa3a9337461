import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type FleetProfile,
  GatewayClient,
  type GatewayEvent,
  GatewayFleet,
} from '../../../../electron/core/gateway/index.ts';
import { firstRandom } from '../../../helpers/first-random.ts';
import type { ScriptedConnection } from '../../../helpers/scripted-gateway.ts';
import { silentLogger } from '../../../helpers/silent-logger.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';
import { gateway, MemorySecrets } from '../support.ts';

const { signal } = new AbortController();
const welcome = (connection: ScriptedConnection): unknown => connection.welcome();

function profileOf(id: string, { url }: { readonly url: string }): FleetProfile {
  return { id, name: id, url, priority: id === 'one' ? 1 : 2, source: 'settings' };
}

function setUp(profiles: readonly FleetProfile[], { isPaused = false } = {}) {
  const clock = new VirtualClock();
  const secrets = new MemorySecrets();
  const events: GatewayEvent[] = [];
  const watchers = new Set<() => void>();
  const fleet = new GatewayFleet({
    clock,
    emit: event => {
      events.push(event);
      for (const look of [...watchers]) look();
    },
    policy: { isEnabled: true, returnAfterMs: 60_000, mostReturnAfterMs: 3_600_000 },
    createClient: (profile, emit) =>
      new GatewayClient({
        profile,
        credentials: async () => ({ token: 'planted-token' }),
        secrets,
        clock,
        random: firstRandom,
        logger: silentLogger,
        emit,
        client: { version: '0.1.0', platform: 'linux', displayName: 'Gatehouse' },
      }),
  });
  onTestFinished(() => fleet.stop());
  if (isPaused) fleet.setPaused(true);
  fleet.setProfiles(profiles);
  fleet.start(signal);
  const state = (id: string) => fleet.client(id)?.snapshot().state;
  const until = async (isSo: () => boolean): Promise<void> => {
    if (isSo()) return;
    await new Promise<void>(resolve => {
      const look = (): void => {
        if (!isSo()) return;
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
    });
  };
  const switches = () => events.flatMap(event => (event.type === 'gatewaySwitched' ? [event.cause] : []));
  return { clock, fleet, state, until, switches };
}

describe('GatewayFleet in a pause', () => {
  it('leaves connections alone, does not connect again, and lets no other gateway take over', async () => {
    const [one, two] = [await gateway(welcome), await gateway(welcome)];
    const { fleet, state, until, clock, switches } = setUp([profileOf('one', one), profileOf('two', two)]);
    await until(() => state('one') === 'ready' && state('two') === 'ready');
    fleet.setPaused(true);
    expect([state('one'), state('two')]).toEqual(['ready', 'ready']);
    one.connections[0]?.socket.terminate();
    await until(() => state('one') === 'idle');
    await clock.advance(600_000);
    expect(one.upgrades).toBe(1);
    expect(switches()).toEqual([]);
    expect(state('two')).toBe('ready');
    expect(fleet.status()).toMatchObject({
      profile: 'one',
      sentence: expect.stringContaining('paused') as string,
      remedy: { command: 'resume' },
    });

    fleet.setPaused(false);
    await until(() => state('one') === 'ready');
    expect(one.upgrades).toBe(2);
    expect(two.upgrades).toBe(1);
  });

  it('gives up an attempt that waits for its turn', async () => {
    const one = await gateway(connection => connection.socket.terminate());
    const { fleet, state, until, clock } = setUp([profileOf('one', one)]);
    await until(() => fleet.client('one')?.snapshot().nextAttemptAt !== null);
    fleet.setPaused(true);
    await until(() => state('one') === 'idle');
    const before = one.upgrades;
    await clock.advance(600_000);
    expect(one.upgrades).toBe(before);
  });

  it('connects once when a person asks, and rests again when that fails', async () => {
    const one = await gateway(connection => connection.socket.terminate());
    const { fleet, state, until, clock } = setUp([profileOf('one', one)], { isPaused: true });
    await clock.advance(60_000);
    expect(one.upgrades).toBe(0);
    expect(fleet.list()[0]?.sentence).toContain('paused');
    expect(fleet.reconnect('one')).toBe(true);
    await until(() => one.upgrades === 1 && state('one') === 'idle');
    await clock.advance(600_000);
    expect(one.upgrades).toBe(1);
  });

  it('uses the gateway that a person chooses, and connects to it', async () => {
    const [one, two] = [await gateway(welcome), await gateway(welcome)];
    const { fleet, state, until, switches } = setUp([profileOf('one', one), profileOf('two', two)], { isPaused: true });
    fleet.select('two');
    await until(() => state('two') === 'ready');
    expect(switches()).toEqual(['by-hand']);
    expect(one.upgrades).toBe(0);
  });

  it('takes over at the end of the pause what was missed in it', async () => {
    const [one, two] = [await gateway(welcome), await gateway(welcome)];
    const { fleet, state, until } = setUp([profileOf('one', one), profileOf('two', two)]);
    await until(() => state('one') === 'ready' && state('two') === 'ready');
    fleet.setPaused(true);
    await one.stop().catch(() => undefined);
    await until(() => state('one') === 'idle');
    fleet.setPaused(false);
    expect(['connecting', 'unreachable']).toContain(state('one'));
  });

  it('waits for a gateway that a person restarts, and rests again afterwards', async () => {
    const one = await gateway(welcome);
    const { fleet, state, until, clock } = setUp([profileOf('one', one)]);
    await until(() => state('one') === 'ready');
    fleet.setPaused(true);
    fleet.awaitRestart('one');
    one.connections[0]?.socket.terminate();
    await until(() => state('one') !== 'ready');
    for (let round = 0; round < 400 && state('one') !== 'ready'; round += 1) {
      await clock.advance(50);
      await new Promise(resolve => setImmediate(resolve));
    }
    expect(state('one')).toBe('ready');
    one.connections[1]?.socket.terminate();
    await until(() => state('one') === 'idle');
    await clock.advance(600_000);
    expect(one.upgrades).toBe(2);
  });
});
