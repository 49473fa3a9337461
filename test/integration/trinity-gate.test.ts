import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AgentSummary, DomainEvent } from '../../electron/contract/index.ts';
import { SubscriptionGate } from '../../electron/core/app/index.ts';
import { SettingsSchema } from '../../electron/core/config/index.ts';
import { FileSecretStore, Redactor, SystemClock, SystemRandom } from '../../electron/core/platform/index.ts';
import { oauthToken } from '../helpers/agent-host.ts';
import { startTrinity, TRINITY_KEY } from '../helpers/agent-trinity.ts';
import { scriptedProvider } from '../helpers/scripted-provider.ts';
import { silentLogger } from '../helpers/silent-logger.ts';
import { tempHome } from '../helpers/temp-home.ts';

const signal = new AbortController().signal;
const LIMIT = { timeout: 60_000, interval: 50 };
const LIMITED = { status: 429, message: 'usage limit reached' };
const KEY = TRINITY_KEY.kind === 'key' ? TRINITY_KEY.key : '';

/** A backend with three subscriptions, all of them stored here too, and the third gate with one of its agents. */
async function createWorld() {
  const { trinity } = await startTrinity(TRINITY_KEY);
  trinity.subscriptions.add('Max C');
  const provider = await scriptedProvider();
  const home = await tempHome();
  const [redactor, clock] = [new Redactor(), new SystemClock()];
  const events: DomainEvent[] = [];
  const secrets = new FileSecretStore({ home, redactor, clock });
  const gate = new SubscriptionGate({
    settings: SettingsSchema.parse({
      subscriptions: { providerUrl: provider.url.href, headroom: { ambient: false } },
    }).subscriptions,
    home,
    secrets,
    env: {},
    clock,
    random: new SystemRandom(),
    logger: silentLogger,
    scrubber: redactor,
    redact: value => redactor.add(value),
    emit: event => events.push(event),
  });
  onTestFinished(() => gate.stop());
  await gate.start(signal);
  for (const letter of ['A', 'B', 'C']) {
    const subscription = { name: `Max ${letter}`, token: oauthToken(letter) };
    await gate.execute({ name: 'addSubscription', subscription, test: false }, signal);
  }
  const entry = { name: 'far-coder', kind: 'trinity', url: trinity.url, remoteName: 'coder' } as const;
  await gate.execute({ name: 'addAgent', agent: entry, secret: KEY }, signal);
  await gate.execute({ name: 'assignSubscription', agent: 'far-coder', subscription: 'Max A' }, signal);
  const agent = (): AgentSummary | undefined => gate.status().agents[0];
  const check = () => gate.execute({ name: 'checkAgents' }, signal);
  const switches = () => events.filter(event => event.type === 'subscriptionSwitched');
  const assignments = () => trinity.calls.filter(call => call === 'PUT /api/subscriptions/agents/coder').length;
  const fail = (report: object = LIMITED) => gate.reportFailure('far-coder', report, signal);
  return { trinity, gate, secrets, events, agent, check, switches, assignments, fail };
}

function usage(fiveHourPct: number, sevenDayPct: number, status = 'allowed') {
  const resets_at = new Date(Date.now() + 3_600_000).toISOString();
  return {
    rate_limited_now: status !== 'allowed',
    source: 'anthropic',
    headroom: {
      five_hour: { utilization_pct: fiveHourPct, resets_at, status },
      seven_day: { utilization_pct: sevenDayPct, resets_at, status: 'allowed' },
      fetched_at: new Date().toISOString(),
      snapshot_age_seconds: 30,
      status: status === 'allowed' ? 'ok' : 'rate_limited',
    },
  };
}

describe('an agent of a Trinity backend', () => {
  it('is shown with what its backend has: subscriptions, agents, sign-ins, and what is left', async () => {
    const { trinity, gate, check } = await createWorld();
    trinity.usage.set('Max A', usage(40, 55));
    trinity.subscriptions.add('Theirs');
    expect((await check()).sentence).toBe('1 of 1 agent answered.');
    const [backend] = gate.status().backends ?? [];
    expect(backend).toMatchObject({ state: 'up', reason: null, switchesItself: true });
    expect(backend?.subscriptions).toMatchObject([
      { name: 'Max A', tier: 'max', agents: 1, isStoredHere: true, isLimited: false, fiveHourPct: 40, sevenDayPct: 55 },
      { name: 'Max B', isStoredHere: true, sevenDayPct: null },
      { name: 'Max C', isStoredHere: true },
      { name: 'Theirs', isStoredHere: false },
    ]);
    expect(backend?.agents).toMatchObject([
      { name: 'coder', knownAs: 'far-coder', status: 'running', authMode: 'subscription', subscription: 'Max A' },
      { name: 'idle', knownAs: null, authMode: 'not_configured', subscription: null, tokenStatus: 'ok' },
    ]);
    expect(gate.status().subscriptions[0]?.headroom).toMatchObject({ source: 'backend', freshness: 'fresh' });
    expect(gate.status().subscriptions[0]?.headroom.windows).toMatchObject([{ usedPct: 40 }, { usedPct: 55 }]);
  });

  it('is switched at the backend when it fails, to what the backend’s own readings rank first', async () => {
    const { trinity, agent, check, switches, fail } = await createWorld();
    trinity.usage.set('Max B', usage(80, 85));
    trinity.usage.set('Max C', usage(10, 15));
    await check();
    expect(await fail()).toMatchObject({ switched: true, retry: true, subscription: 'Max C', result: 'hot_reloaded' });
    expect(trinity.assigned.get('coder')).toBe('Max C');
    expect(trinity.uploads).toEqual([]);
    expect(agent()).toMatchObject({ subscription: 'Max C', isConfirmed: true, cause: 'failure' });
    expect(switches().at(-1)).toMatchObject({
      from: 'Max A',
      to: 'Max C',
      headroom: { tier: 'measured', sevenDayPct: 15 },
    });
  });

  it('is never moved to one that the backend’s reading says is refused', async () => {
    const { trinity, check, fail } = await createWorld();
    trinity.usage.set('Max B', usage(100, 30, 'rejected'));
    trinity.usage.set('Max C', usage(90, 95));
    await check();
    expect(await fail()).toMatchObject({ switched: true, subscription: 'Max C' });
  });

  it('is not switched a second time when the backend has switched it, and the failure counts where it happened', async () => {
    const { trinity, gate, agent, switches, assignments, fail } = await createWorld();
    const before = assignments();
    trinity.assigned.set('coder', 'Max C');
    const auto_switch = { switched: true, agent_name: 'coder', old_subscription: 'Max A', new_subscription: 'Max C' };
    const message = JSON.stringify({ error: 'usage limit', auto_switch, message: 'retry', retry_after: 15 });
    const reply = await fail({ status: 429, message });
    expect(reply).toMatchObject({ switched: false, retry: true, why: 'stale', subscription: 'Max C' });
    // Told again, now that it is known.
    expect(await fail({ status: 429, message })).toMatchObject({ switched: false, why: 'stale' });
    expect(assignments()).toBe(before);
    expect(agent()).toMatchObject({ subscription: 'Max C', cause: 'elsewhere', isConfirmed: true });
    expect(switches().at(-1)).toMatchObject({ from: 'Max A', to: 'Max C', cause: 'elsewhere' });
    const limited = gate.status().subscriptions.filter(({ rateLimitedNow }) => rateLimitedNow);
    expect(limited.map(({ name }) => name)).toEqual(['Max A']);
  });

  it('is left where the backend put it when that is a subscription that is not stored here', async () => {
    const { trinity, gate, assignments, fail } = await createWorld();
    const before = assignments();
    trinity.subscriptions.add('Theirs').add('Theirs too');
    trinity.assigned.set('coder', 'Theirs');
    expect(await fail()).toMatchObject({ switched: false, retry: true, why: 'stale', subscription: 'Theirs' });
    const auto_switch = { switched: true, old_subscription: 'Theirs', new_subscription: 'Theirs too' };
    trinity.assigned.set('coder', 'Theirs too');
    expect(await fail({ status: 429, message: JSON.stringify({ auto_switch }) })).toMatchObject({
      retry: true,
      why: 'stale',
    });
    expect(assignments()).toBe(before);
    await gate.execute({ name: 'assignSubscription', agent: 'far-coder', subscription: 'Max B' }, signal);
    expect(trinity.assigned.get('coder')).toBe('Max B');
  });

  it('that the backend moved without a failure is shown where it is, after the next look', async () => {
    const { trinity, agent, check, assignments } = await createWorld();
    const before = assignments();
    trinity.assigned.set('coder', 'Max B');
    await check();
    expect(agent()).toMatchObject({ subscription: 'Max B', cause: 'elsewhere' });
    expect(assignments()).toBe(before);
  });

  it('waits for the backend’s own lock, and keeps what the backend decided under it', async () => {
    const { trinity, agent, fail, assignments } = await createWorld();
    const before = assignments();
    let release: () => void = () => undefined;
    trinity.lock = new Promise(resolve => {
      release = resolve;
    });
    const reply = fail();
    await vi.waitFor(() => expect(assignments()).toBe(before + 1), LIMIT);
    release();
    expect(await reply).toMatchObject({ switched: true, subscription: 'Max B' });
    trinity.script.set('PUT /api/subscriptions/agents/coder', {
      status: 409,
      body: JSON.stringify({ detail: 'auto_switch:coder is held' }),
    });
    expect(await fail()).toMatchObject({
      subscription: 'Max C',
      result: expect.stringMatching(/^failed: 409 Trinity is switching this agent itself\./) as string,
    });
    expect(agent()).toMatchObject({ isConfirmed: false });
    // The backend has answered the same failure meanwhile: what it chose is not undone by the repetition.
    trinity.assigned.set('coder', 'Max A');
    trinity.script.clear();
    const puts = assignments();
    await vi.waitFor(() => expect(agent()).toMatchObject({ isConfirmed: true }), LIMIT);
    expect(trinity.assigned.get('coder')).toBe('Max A');
    expect(agent()?.subscription).toBe('Max A');
    expect(assignments()).toBe(puts);
  });

  it('says why nothing works while the backend refuses the sign-in, and goes on with a new one', async () => {
    const { trinity, gate, secrets, agent, check, fail } = await createWorld();
    trinity.script.set('*', { status: 401, body: '{"detail":"Invalid or expired token"}' });
    await check();
    expect(agent()?.health).toMatchObject({ state: 'down', reason: expect.stringContaining('sign-in') as string });
    expect(gate.status().backends).toMatchObject([{ state: 'down', subscriptions: [], agents: [] }]);
    expect((await fail()).result).toMatch(/^failed: 401 Trinity does not accept the sign-in/);
    expect(gate.status()).toMatchObject({ health: 'needs-you', state: 'agent-unreachable' });
    expect(JSON.stringify(gate.status())).not.toContain(KEY);
    const name = (await secrets.names(signal)).find(one => one.startsWith('trinity.')) ?? '';
    await secrets.set(name, KEY, signal);
    trinity.script.clear();
    await vi.waitFor(() => expect(agent()).toMatchObject({ isConfirmed: true, subscription: 'Max B' }), LIMIT);
    expect(trinity.assigned.get('coder')).toBe('Max B');
  });

  it('gets its order as soon as a backend that was away is back', async () => {
    const { trinity, agent, check, events, fail } = await createWorld();
    await check();
    await trinity.stop();
    expect((await fail()).result).toMatch(/^failed: it cannot be reached: Trinity did not answer/);
    await check();
    expect(events.filter(({ type }) => type === 'agentLost')).toHaveLength(1);
    await trinity.start();
    await vi.waitFor(() => expect(agent()).toMatchObject({ isConfirmed: true }), LIMIT);
    expect(trinity.assigned.get('coder')).toBe('Max B');
    await check();
    expect(events.filter(({ type }) => type === 'agentBack')).toHaveLength(1);
  });

  it('loses its credential at the backend when its subscription is removed and no other is left', async () => {
    const { trinity, gate } = await createWorld();
    for (const name of ['Max B', 'Max C']) {
      await gate.execute({ name: 'removeSubscription', subscription: name }, signal);
    }
    const { sentence } = await gate.execute({ name: 'removeSubscription', subscription: 'Max A' }, signal);
    expect(sentence).toBe('Removed Max A. No agent has it any more.');
    expect(trinity.assigned.get('coder')).toBeNull();
  });
});
