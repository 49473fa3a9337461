import { describe, expect, it, onTestFinished } from 'vitest';
import { AgentServer, liveTokenFingerprint, type ReloadOrder } from '../../../electron/core/agents/index.ts';
import { type Clock, Redactor, SystemClock, SystemRandom } from '../../../electron/core/platform/index.ts';
import { SandboxAgents, type SandboxFailure } from '../../../electron/sandbox/agents/index.ts';
import { SeededRandom } from '../../../electron/sandbox/seeded-random.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const never = new AbortController().signal;

async function start(clock: Clock = new SystemClock()): Promise<SandboxAgents> {
  const agents = new SandboxAgents({ clock, random: new SystemRandom(), draws: new SeededRandom('test') });
  onTestFinished(() => agents.stop());
  await agents.start(never);
  return agents;
}

const WORKING = ['coder', 'reviewer', 'writer', 'old-image', 'slow'];

function assignAll(agents: SandboxAgents, index: number): void {
  for (const name of WORKING) agents.server(name).assign(agents.subscriptions()[index]!.token, index);
}

/** The product's client of a sandbox agent; its own time-outs may run on another clock. */
function client(agents: SandboxAgents, name: string, clock: Clock = new SystemClock()): AgentServer {
  const { url, secret } = agents.agents().find(agent => agent.name === name)!;
  const server = new AgentServer({ name, url, authSecret: async () => secret, clock, scrubber: new Redactor() });
  onTestFinished(() => server.close());
  return server;
}

function orderOf(agents: SandboxAgents, index: number, generation: number): ReloadOrder {
  const { name, token } = agents.subscriptions()[index]!;
  return { token, subscription: name, fingerprint: 'f', generation, removeApiKey: true };
}

function ask(agents: SandboxAgents, token: string): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return fetch(`${agents.provider.url}/v1/messages`, { method: 'POST', headers, body: '{"max_tokens":1}' });
}

const unified = (response: Response, name: string): string | null =>
  response.headers.get(`anthropic-ratelimit-unified-${name}`);

describe("the sandbox's provider", () => {
  it('serves its own tokens with headers that move, and refuses others', async () => {
    const agents = await start();
    const [first] = agents.subscriptions();
    agents.provider.use(first!.name, '5h', 0.42);
    const response = await ask(agents, first!.token);
    expect([response.status, unified(response, '5h-utilization'), unified(response, 'status')]).toEqual([
      200,
      expect.stringMatching(/^0\.42\d\d$/),
      'allowed',
    ]);
    expect(Number(unified(response, '7d-reset'))).toBeGreaterThan(Date.now() / 1_000);
    expect((await ask(agents, 'sk-ant-oat01-nobody')).status).toBe(401);
    expect((await fetch(`${agents.provider.url}/api/oauth/usage`)).status).toBe(403);
  });

  it('limits, throttles and revokes on command, and a limit ends with its window', async () => {
    const clock = new VirtualClock();
    const agents = await start(clock);
    const { name, token } = agents.subscriptions()[1]!;
    agents.provider.limit(name, { window: '7d', resetInMs: 60_000 });
    const limited = await ask(agents, token);
    expect(limited.status).toBe(429);
    expect(['7d-status', '5h-status', 'representative-claim'].map(header => unified(limited, header))).toEqual([
      'rejected',
      'allowed',
      'seven_day',
    ]);
    expect(limited.headers.get('retry-after')).toBe('60');
    await clock.advance(60_000);
    expect((await ask(agents, token)).status).toBe(200);
    agents.provider.behave(name, 'throttling');
    const throttled = await ask(agents, token);
    expect([throttled.status, unified(throttled, 'status')]).toEqual([429, null]);
    agents.provider.behave(name, 'revoked');
    expect((await ask(agents, token)).status).toBe(401);
    expect(() => agents.provider.limit('nobody')).toThrow(RangeError);
  });
});

describe("the sandbox's agents", () => {
  it.each([
    ['coder', { kind: 'reloaded', durable: true }],
    ['old-image', { kind: 'unsupported' }],
    ['dead', { kind: 'unreachable' }],
    ['stranger', { kind: 'rejected', status: 401 }],
  ])('answer a reload as they are: %s', async (name, expected) => {
    const agents = await start();
    expect(await client(agents, name).reload(orderOf(agents, 1, 1), never)).toMatchObject(expected);
    expect(await client(agents, name).revoke({ generation: 2 }, never)).toMatchObject(expected);
  });

  it('include a slow one, whose reload counts although its answer never comes', async () => {
    const agents = await start();
    const clock = new VirtualClock();
    const reply = client(agents, 'slow', clock).reload(orderOf(agents, 1, 1), never);
    await expect.poll(() => agents.server('slow').credential()?.generation).toBe(1);
    await clock.advance(10_000);
    expect(await reply).toEqual({ kind: 'reloaded', envShadow: [], durable: true });
  });

  it('finish the turn under way on its token, and begin the next on the new one', async () => {
    const clock = new VirtualClock();
    const agents = await start(clock);
    expect(clock.pending).toBe(0);
    assignAll(agents, 0);
    await clock.advance(1_000);
    const job = agents.server('coder').jobs()[0]!;
    const before = job.current!.fingerprint;
    agents.server('coder').assign(agents.subscriptions()[1]!.token, 1);
    await clock.advance(1_000);
    expect(job.current?.fingerprint).toBe(before);
    while (job.finishedTurns === 0) await clock.advance(500);
    await clock.advance(1_000);
    expect(job.current?.fingerprint).not.toBe(before);
  });

  it('tell of a turn that the provider turned away, and work again on another token', async () => {
    const clock = new VirtualClock();
    const agents = await start(clock);
    const failures: SandboxFailure[] = [];
    agents.onFailure(failure => failures.push(failure));
    assignAll(agents, 0);
    agents.provider.limit('sandbox-max-1');
    await clock.advance(3_000);
    expect(failures[0]).toMatchObject({
      status: 429,
      headers: { 'anthropic-ratelimit-unified-5h-status': 'rejected' },
    });
    expect(new Set(failures.map(({ agent }) => agent))).toEqual(new Set(WORKING));
    expect(JSON.stringify(failures)).not.toContain('sk-ant');
    assignAll(agents, 1);
    await clock.advance(3_000);
    const told = failures.length;
    await clock.advance(3_000);
    expect(failures).toHaveLength(told);
  });

  it('stream what their jobs do, without a token', async () => {
    const agents = await start();
    assignAll(agents, 0);
    const { url, secret } = agents.agents()[0]!;
    const response = await fetch(`${url}/api/jobs/coder-1/stream`, { headers: { 'X-Trinity-Agent-Token': secret } });
    let text = '';
    for await (const chunk of response.body!) {
      text += Buffer.from(chunk).toString('utf8');
      if (text.includes('step 1')) break;
    }
    expect(text).toContain(`token ${liveTokenFingerprint(secret, agents.subscriptions()[0]!.token)}`);
    expect(text).not.toContain('sk-ant');
  });
});
