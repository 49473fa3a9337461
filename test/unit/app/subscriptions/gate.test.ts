import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { DomainEvent } from '../../../../electron/contract/index.ts';
import { SubscriptionGate } from '../../../../electron/core/app/index.ts';
import { SettingsSchema } from '../../../../electron/core/config/index.ts';
import { FileSecretStore, Redactor, SystemClock, SystemRandom } from '../../../../electron/core/platform/index.ts';
import { AGENT_SECRET, oauthToken, startAgentHost } from '../../../helpers/agent-host.ts';
import { scriptedProvider } from '../../../helpers/scripted-provider.ts';
import { silentLogger } from '../../../helpers/silent-logger.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

const signal = new AbortController().signal;
const LIMIT = { timeout: 60_000, interval: 50 };

async function createGate(settings: Record<string, unknown> = {}, home?: string) {
  const folder = home ?? (await tempHome());
  const provider = await scriptedProvider();
  const reset = Math.floor(Date.now() / 1_000) + 7_200;
  const windows = { '5h': { utilization: '0.2', reset }, '7d': { utilization: '0.3', reset } };
  for (const letter of ['A', 'B', 'C']) provider.script(oauthToken(letter), { mode: 'ok', windows });
  const redactor = new Redactor();
  const clock = new SystemClock();
  const events: DomainEvent[] = [];
  const gate = new SubscriptionGate({
    settings: SettingsSchema.parse({
      subscriptions: { providerUrl: provider.url.href, headroom: { ambient: false }, ...settings },
    }).subscriptions,
    home: folder,
    secrets: new FileSecretStore({ home: folder, redactor, clock }),
    env: { PATH: process.env['PATH'] },
    clock,
    random: new SystemRandom(),
    logger: silentLogger,
    scrubber: redactor,
    redact: value => redactor.add(value),
    emit: event => events.push(event),
  });
  onTestFinished(() => gate.stop());
  await gate.start(signal);
  const add = (name: string, letter: string) =>
    gate.execute({ name: 'addSubscription', subscription: { name, token: oauthToken(letter) } }, signal);
  return { gate, home: folder, provider, events, add, windows };
}

function typesOf(events: readonly DomainEvent[]): string[] {
  return events.map(({ type }) => type).filter(type => type !== 'statusChanged');
}

describe('the third gate', () => {
  it('stores nothing before somebody adds something', async () => {
    const { gate, home } = await createGate();
    expect(gate.isEmpty).toBe(true);
    expect(gate.status()).toMatchObject({ state: 'not-configured', health: 'well' });
    await gate.stop();
    expect(await readdir(home)).toEqual([]);
  });

  it('takes the failures that a gateway names: of our provider, of agents it knows by OpenClaw’s name', async () => {
    const { gate, add, events } = await createGate();
    await add('a', 'A');
    await add('b', 'B');
    const agent = { name: 'me', kind: 'local', openclawAgentId: 'main' } as const;
    await gate.execute({ name: 'addAgent', agent }, signal);
    await gate.execute({ name: 'assignSubscription', agent: 'me', subscription: 'a' }, signal);
    const failed = {
      type: 'agentProviderFailed',
      at: 0,
      profile: 'studio',
      runId: 'r',
      agentId: 'main',
      sessionKey: null,
      provider: 'anthropic',
      model: null,
      failoverReason: null,
      kind: 'rate_limit',
      until: null,
      sentence: 'The provider refused.',
    } as const;
    gate.observe({ ...failed, provider: 'openai' });
    gate.observe({ ...failed, kind: 'overloaded' });
    gate.observe({ ...failed, kind: 'cooldown' });
    gate.observe({ ...failed, agentId: 'me' });
    gate.observe({ ...failed, agentId: null });
    const status = await gate.execute({ name: 'checkAgents' }, signal);
    expect(status.sentence).toBe('1 of 1 agent answered.');
    expect(gate.status().agents[0]?.subscription).toBe('a');
    gate.observe(failed);
    await vi.waitFor(() => expect(typesOf(events)).toContain('subscriptionSwitched'), LIMIT);
    await vi.waitFor(
      () => expect(gate.status().agents[0]).toMatchObject({ subscription: 'b', cause: 'failure' }),
      LIMIT,
    );
  });

  it('keeps no part of a secret that a report is cut in the middle of', async () => {
    const { gate, add, home } = await createGate();
    await add('a', 'A');
    await gate.execute({ name: 'addAgent', agent: { name: 'me', kind: 'local' } }, signal);
    await gate.execute({ name: 'assignSubscription', agent: 'me', subscription: 'a' }, signal);
    const server = { name: 'far', kind: 'agent-server', url: 'http://127.0.0.1:9' } as const;
    await gate.execute({ name: 'addAgent', agent: server, secret: AGENT_SECRET }, signal);
    // A text that is no JSON is cut to 500 characters.
    const message = `${AGENT_SECRET} `.repeat(40);
    expect(message.slice(0, 500).endsWith(' ')).toBe(false);
    await gate.reportFailure('me', { status: 401, message }, signal);
    const kept = await readFile(join(home, 'subscription-failures.json'), 'utf8');
    expect(kept).toContain('[redacted]');
    expect(kept).not.toContain(AGENT_SECRET.slice(0, 12));
  });

  it('learns from the headers of a report which limit it was, and what is left', async () => {
    const { gate, add } = await createGate();
    await add('a', 'A');
    await add('b', 'B');
    await gate.execute({ name: 'addAgent', agent: { name: 'me', kind: 'local' } }, signal);
    await gate.execute({ name: 'assignSubscription', agent: 'me', subscription: 'a' }, signal);
    const reset = Math.floor(Date.now() / 1_000) + 1_800;
    const headers = {
      'anthropic-ratelimit-unified-status': 'rejected',
      'anthropic-ratelimit-unified-5h-status': 'rejected',
      'anthropic-ratelimit-unified-5h-utilization': '1.0',
      'anthropic-ratelimit-unified-5h-reset': String(reset),
      'anthropic-ratelimit-unified-representative-claim': 'five_hour',
    };
    const reply = await gate.reportFailure('me', { status: 429, message: 'no', headers }, signal);
    expect(reply).toMatchObject({ switched: true, retry: true, subscription: 'b' });
    const [a] = gate.status().subscriptions;
    expect(a).toMatchObject({ state: 'limited', skipUntil: reset * 1_000 });
    expect(a?.headroom).toMatchObject({
      source: 'traffic',
      windows: [{ window: '5h', usedPct: 100, isBlocking: true }],
    });
  });

  it('believes no headers of a turn that outlived its assignment: they may be of a token that was replaced', async () => {
    const { gate, add } = await createGate();
    await add('a', 'A');
    await gate.execute({ name: 'addAgent', agent: { name: 'me', kind: 'local' } }, signal);
    await gate.execute({ name: 'assignSubscription', agent: 'me', subscription: 'a' }, signal);
    const { generation } = gate.status().agents[0]!;
    const headers = {
      'anthropic-ratelimit-unified-status': 'allowed',
      'anthropic-ratelimit-unified-5h-utilization': '0.5',
    };
    const report = { status: 401, message: 'invalid bearer token', headers, subscription: 'a', generation };
    await gate.execute({ name: 'replaceSubscription', subscription: 'a', token: oauthToken('B'), test: false }, signal);
    expect(await gate.reportFailure('me', report, signal)).toMatchObject({
      switched: false,
      retry: true,
      why: 'stale',
    });
    expect(gate.status().subscriptions[0]).toMatchObject({ skipUntil: null, headroom: { readAt: null } });
  });

  it('gives a local agent its credential again after a start, and moves it before a turn that would fail', async () => {
    const first = await createGate();
    await first.add('a', 'A');
    await first.add('b', 'B');
    await first.gate.execute({ name: 'addAgent', agent: { name: 'me', kind: 'local' } }, signal);
    await first.gate.execute({ name: 'assignSubscription', agent: 'me', subscription: 'a' }, signal);
    await first.gate.stop();
    const { gate, provider } = await createGate({}, first.home);
    expect(await gate.credential('me', signal)).toMatchObject({
      token: oauthToken('A'),
      subscription: 'a',
      generation: 1,
    });
    provider.script(oauthToken('A'), { mode: 'quota', windows: { '5h': { utilization: '1.0', status: 'rejected' } } });
    await gate.execute({ name: 'refreshHeadroom', subscription: 'a' }, signal);
    expect(await gate.credential('me', signal)).toMatchObject({ token: oauthToken('B'), subscription: 'b' });
    await expect(gate.credential('nobody', signal)).rejects.toMatchObject({ code: 'agent_unknown' });
  });

  it('notices an agent that goes away, says so once, and takes its credential when it is removed', async () => {
    const { gate, add, events } = await createGate({ agentCheckSeconds: 5 });
    const { host, url } = await startAgentHost();
    await add('a', 'A');
    const agent = { name: 'coder', kind: 'agent-server', url } as const;
    await gate.execute({ name: 'addAgent', agent, secret: AGENT_SECRET }, signal);
    await gate.execute({ name: 'assignSubscription', agent: 'coder', subscription: 'a' }, signal);
    await gate.execute({ name: 'checkAgents' }, signal);
    expect(gate.status().agents[0]).toMatchObject({ health: { state: 'up', generation: 1 }, canReload: 'yes' });
    await host.stop();
    await gate.execute({ name: 'checkAgents' }, signal);
    await gate.execute({ name: 'checkAgents' }, signal);
    expect(typesOf(events).filter(type => type === 'agentLost')).toHaveLength(1);
    const removed = await gate.execute({ name: 'removeAgent', agent: 'coder' }, signal);
    expect(removed.sentence).toMatch(/^Removed coder\. It could not be told and still has its token/);
    expect(gate.status().agents).toEqual([]);
  });

  it('shows a secret store that cannot be trusted as a state, and works again once it is put right', async () => {
    const home = await tempHome();
    const path = join(home, 'secrets.json');
    await mkdir(path);
    const { gate, add } = await createGate({}, home);
    expect(gate.status()).toMatchObject({ state: 'failed', health: 'broken' });
    expect(gate.isEmpty).toBe(false);
    await expect(add('a', 'A')).rejects.toMatchObject({ code: 'secret_store_unreadable' });
    await rm(path, { recursive: true });
    await add('a', 'A');
    expect(gate.status()).toMatchObject({ state: 'usable', subscriptionsTotal: 1 });
  });

  it('sets a damaged file aside, tells it, and goes on', async () => {
    const home = await tempHome();
    await writeFile(join(home, 'agents.json'), 'not json', { mode: 0o600 });
    const { gate, events } = await createGate({}, home);
    expect(events).toContainEqual(expect.objectContaining({ type: 'subscriptionsSetAside', reason: 'it is not JSON' }));
    expect(gate.status().state).toBe('not-configured');
  });

  it('shows a Redis that does not answer as a state and switches nothing', async () => {
    const server = createServer(socket => socket.destroy());
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>(resolve => server.close(() => resolve())));
    const { port } = server.address() as { port: number };
    const { gate, add } = await createGate({ lock: { redisUrl: `redis://127.0.0.1:${port}` } });
    expect(gate.status()).toMatchObject({ state: 'shared-state-away', health: 'needs-you', lock: { state: 'lost' } });
    await expect(add('a', 'A')).rejects.toMatchObject({ code: 'shared_state_unavailable' });
  });
});
