import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { DomainEvent } from '../../../../electron/contract/index.ts';
import { Subscriptions } from '../../../../electron/core/app/subscriptions/index.ts';
import { SettingsSchema } from '../../../../electron/core/config/index.ts';
import { FileSecretStore, Redactor, SystemClock, SystemRandom } from '../../../../electron/core/platform/index.ts';
import { AGENT_SECRET, oauthToken, startAgentHost } from '../../../helpers/agent-host.ts';
import { scriptedProvider } from '../../../helpers/scripted-provider.ts';
import { silentLogger } from '../../../helpers/silent-logger.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const { signal } = new AbortController();
const LIMIT = { timeout: 60_000, interval: 25 };

/** A gate with a provider and agents; `outside` are the addresses that a computer without a network does not reach. */
async function travelling({ ambient = false, clock = new SystemClock() } = {}) {
  const home = await tempHome();
  const provider = await scriptedProvider();
  const reset = Math.floor(Date.now() / 1_000) + 7_200;
  provider.script(oauthToken('A'), {
    mode: 'ok',
    windows: { '5h': { utilization: '0.2', reset }, '7d': { utilization: '0.3', reset } },
  });
  const redactor = new Redactor();
  const events: DomainEvent[] = [];
  const outside = new Set<string>();
  const subscriptions = new Subscriptions(
    {
      settings: SettingsSchema.parse({
        subscriptions: { providerUrl: provider.url.href, headroom: { ambient }, agentCheckSeconds: 10 },
      }).subscriptions,
      home,
      secrets: new FileSecretStore({ home, redactor, clock: new SystemClock() }),
      env: {},
      clock,
      random: new SystemRandom(),
      logger: silentLogger,
      scrubber: redactor,
      redact: value => redactor.add(value),
      isOutOfReach: url => outside.has(new URL(url).origin),
      emit: event => events.push(event),
    },
    null,
  );
  onTestFinished(() => subscriptions.stop());
  await subscriptions.start(signal);
  const add = () =>
    subscriptions.execute({ name: 'addSubscription', subscription: { name: 'a', token: oauthToken('A') } }, signal);
  return { subscriptions, provider, events, outside, add };
}

describe('the third gate while this computer is offline', () => {
  it('waits for a provider outside, once there is anything to wait with', async () => {
    const { subscriptions, provider, outside, add } = await travelling();
    outside.add(provider.url.origin);
    expect(subscriptions.isOutOfReach).toBe(false);
    await add();
    expect(subscriptions.isOutOfReach).toBe(true);
    outside.clear();
    expect(subscriptions.isOutOfReach).toBe(false);
  });

  it('asks the provider nothing by itself, and does as soon as it is back', async () => {
    const clock = new VirtualClock(Date.now());
    const { subscriptions, provider, outside, add } = await travelling({ ambient: true, clock });
    outside.add(provider.url.origin);
    subscriptions.networkChanged();
    await add();
    await clock.advance(3_600_000);
    expect(subscriptions.status().subscriptions[0]?.headroom).toMatchObject({ readAt: null, problem: null });
    outside.clear();
    subscriptions.networkChanged();
    await vi.waitFor(async () => {
      await clock.advance(1_000);
      expect(subscriptions.status().subscriptions[0]?.headroom.readAt).toEqual(expect.any(Number));
    }, LIMIT);
  });

  it('refuses an agent’s model call at once, in the provider’s form', async () => {
    const { subscriptions, provider, outside, add } = await travelling();
    await add();
    await subscriptions.execute({ name: 'addAgent', agent: { name: 'me', kind: 'local' } }, signal);
    await subscriptions.execute({ name: 'assignSubscription', agent: 'me', subscription: 'a' }, signal);
    await expect(subscriptions.access?.lease('me', signal)).resolves.toBeDefined();
    outside.add(provider.url.origin);
    await expect(subscriptions.access?.lease('me', signal)).rejects.toMatchObject({
      status: 503,
      code: 'computer_offline',
      remedy: expect.stringContaining('Connect it to a network') as string,
    });
  });

  it('calls no agent outside lost, and goes on asking those that it reaches', async () => {
    const { subscriptions, events, outside } = await travelling();
    const [far, near] = [await startAgentHost(), await startAgentHost()];
    for (const [name, { url }] of [
      ['far', far],
      ['near', near],
    ] as const) {
      const agent = { name, kind: 'agent-server' as const, url };
      await subscriptions.execute({ name: 'addAgent', agent, secret: AGENT_SECRET }, signal);
    }
    const stateOf = (name: string) => subscriptions.status().agents.find(agent => agent.name === name)?.health.state;
    subscriptions.wake();
    await vi.waitFor(() => expect([stateOf('far'), stateOf('near')]).toEqual(['up', 'up']), LIMIT);
    outside.add(new URL(far.url).origin);
    await Promise.all([far.host.stop(), near.host.stop()]);
    await vi.waitFor(() => {
      subscriptions.wake();
      expect(stateOf('near')).toBe('down');
    }, LIMIT);
    expect(stateOf('far')).toBe('up');
    expect(events.flatMap(event => (event.type === 'agentLost' ? [event.agent] : []))).not.toContain('far');
  });
});
