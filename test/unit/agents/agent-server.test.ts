import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AgentServer, liveTokenFingerprint, parseAgentUrl } from '../../../electron/core/agents/index.ts';
import { Redactor } from '../../../electron/core/platform/index.ts';
import { AGENT_SECRET, agentClient, oauthToken, order, startAgentHost } from '../../helpers/agent-host.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const never = new AbortController().signal;

/** A server with a script; gives its address. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An agent that answers a reload with this, and has no status. */
function answering(status: number, body: string, headers: Record<string, string> = {}): Promise<string> {
  return serve((request, response) => {
    request.resume();
    if (request.method === 'GET') response.writeHead(404).end();
    else response.writeHead(status, headers).end(body);
  });
}

/** An agent that breaks every reload by `fail` after having carried it out. */
function brokenAfterwards(fail: RequestListener): Promise<string> {
  const credential = {
    generation: 4,
    fingerprint: liveTokenFingerprint(AGENT_SECRET, oauthToken('B')),
    durable: false,
    env_shadow: ['ANTHROPIC_API_KEY'],
  };
  return serve((request, response) => {
    request.resume();
    if (request.url === '/api/credentials/status') response.end(JSON.stringify({ credential }));
    else fail(request, response);
  });
}

describe('a reload', () => {
  it('sends token, flag, secret, generation and name, and reads what the agent says', async () => {
    let seen: unknown;
    const url = await serve((request, response) => {
      const { 'x-trinity-agent-token': secret, 'x-gatehouse-generation': generation } = request.headers;
      request.setEncoding('utf8').once('data', (body: string) => {
        seen = { method: request.method, url: request.url, secret, generation, body: JSON.parse(body) };
        response.end(JSON.stringify({ status: 'success', reloaded: true }));
      });
    });
    const reply = await agentClient(url).reload(order('B', 4, { subscription: 'Müllers Max' }), never);
    // A server without the additions of Gatehouse: its 200 means that the override was written.
    expect(reply).toEqual({ kind: 'reloaded', envShadow: [], durable: true });
    expect(seen).toEqual({
      method: 'POST',
      url: '/api/credentials/reload-token',
      secret: AGENT_SECRET,
      generation: '4',
      body: { token: oauthToken('B'), remove_api_key: true },
    });
  });

  it('takes at most eight well-formed names of shadowed keys', async () => {
    const names = ['A', 7, 'with blank', null, 'B\n', ...'CDEFGH'];
    const url = await answering(200, JSON.stringify({ reloaded: true, env_shadow: names }));
    expect(await agentClient(url).reload(order('B', 1), never)).toMatchObject({ envShadow: ['A', 'C', 'D', 'E'] });
  });

  it.each([
    ['A19: an old image', 404, '{"detail":"Not Found"}', { kind: 'unsupported' }],
    ['a newer generation', 409, '{}', { kind: 'stale' }],
    ['the wrong secret', 401, '{"detail":"Unauthorized"}', { kind: 'rejected', status: 401 }],
    ['an empty token', 400, '{"detail":"token is required"}', { status: 400, reason: 'token is required' }],
    ['a wrong body', 422, '{"detail":[{"msg":"field required"}]}', { status: 422, reason: 'field required' }],
    ['a fault', 500, '{"detail":{"message":"disk full"}}', { kind: 'rejected', status: 500, reason: 'disk full' }],
    ['a page', 502, '<html>', { kind: 'rejected', status: 502, reason: 'the agent answers with status 502' }],
    ['a malformed answer', 200, '{"reloaded":tr', { kind: 'rejected', status: 200 }],
    ['A30: a success that does not echo what was asked for', 200, '{"ok":true}', { kind: 'rejected', status: 200 }],
    ['a huge answer', 200, `{"reloaded":true}${' '.repeat(1_100_000)}`, { kind: 'rejected', status: 200 }],
  ])('tells %s (%i)', async (_, status, body, expected) => {
    expect(await agentClient(await answering(status, body)).reload(order('B', 1), never)).toMatchObject(expected);
  });

  it('is not sent along a redirect', async () => {
    let visits = 0;
    const elsewhere = await serve((_request, response) => {
      visits += 1;
      response.end('{"reloaded":true}');
    });
    for (const status of [301, 307, 308]) {
      const url = await answering(status, '', { location: `${elsewhere}/api/credentials/reload-token` });
      expect(await agentClient(url).reload(order('B', 1), never)).toMatchObject({ kind: 'rejected', status });
    }
    expect(visits).toBe(0);
  });

  it('tells a refused connection and one that is cut', async () => {
    const gone = createServer();
    await new Promise<void>(resolve => gone.listen(0, '127.0.0.1', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise(resolve => gone.close(resolve));
    const refused = await agentClient(`http://127.0.0.1:${port}`).reload(order('B', 1), never);
    expect(refused).toEqual({
      kind: 'unreachable',
      reason: 'the connection was refused',
      told: { code: 'agent_refuses' },
    });
    const cutting = await serve(request => request.socket.destroy());
    const cut = await agentClient(cutting).reload(order('B', 1), never);
    expect(cut).toEqual({ kind: 'unreachable', reason: 'the connection was cut', told: { code: 'agent_cut' } });
  });

  it('is given up after 10 s', async () => {
    const clock = new VirtualClock();
    let arrived: () => void = () => undefined;
    const asked = new Promise<void>(resolve => {
      arrived = resolve;
    });
    const url = await serve(() => arrived());
    const options = { name: 'coder', url, authSecret: async () => undefined, clock, scrubber: new Redactor() };
    const client = new AgentServer(options);
    onTestFinished(() => client.close());
    const reply = client.reload(order('B', 1), never);
    await asked;
    await clock.advance(9_999);
    expect(clock.pending).toBe(1);
    await clock.advance(1);
    expect(await reply).toEqual({
      kind: 'unreachable',
      reason: 'no answer within 10 s',
      told: { code: 'agent_late', ms: 10_000 },
    });
    expect(clock.pending).toBe(0);
  });

  it.each<[string, RequestListener]>([
    ['a 500', (_request, response) => void response.writeHead(500).end()],
    ['a cut connection', request => void request.socket.destroy()],
    ['a malformed answer', (_request, response) => void response.end('{')],
    ['a huge answer', (_request, response) => void response.end(' '.repeat(1_100_000))],
  ])('that was carried out in spite of %s counts, because the agent says so', async (_, fail) => {
    const client = agentClient(await brokenAfterwards(fail));
    const expected = { kind: 'reloaded', envShadow: ['ANTHROPIC_API_KEY'], durable: false };
    expect(await client.reload(order('B', 4), never)).toEqual(expected);
    expect((await client.reload(order('C', 4), never)).kind).not.toBe('reloaded');
    expect((await client.reload(order('B', 5), never)).kind).not.toBe('reloaded');
  });

  it('never repeats the token that an agent quotes', async () => {
    const token = oauthToken('B');
    const url = await answering(400, JSON.stringify({ detail: `cannot use ${token}` }));
    expect(JSON.stringify(await agentClient(url).reload(order('B', 1), never))).not.toContain(token);
  });

  it('ends with the reason of its signal', async () => {
    const url = await serve(() => undefined);
    const stop = new AbortController();
    const reply = agentClient(url).reload(order('B', 1), stop.signal);
    stop.abort(new Error('enough'));
    await expect(reply).rejects.toThrow('enough');
  });
});

describe('taking the credential away', () => {
  /** The agent side without the addition of Gatehouse; `answer` is for reload-token. */
  async function older(answer: RequestListener): Promise<{ readonly url: string; readonly asked: string[] }> {
    const asked: string[] = [];
    const url = await serve((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => {
        body += part;
      });
      request.on('end', () => {
        asked.push(`${request.url} ${body}`);
        if (request.url === '/api/credentials/reload-token') answer(request, response);
        else response.writeHead(404).end('{"detail":"Not Found"}');
      });
    });
    return { url, asked };
  }

  it('puts a token that is none over the one of an agent that can only reload', async () => {
    const { url, asked } = await older((_request, response) => response.end('{"status":"success","reloaded":true}'));
    const reply = await agentClient(url).revoke({ generation: 4 }, never);
    expect(reply).toEqual({ kind: 'reloaded', envShadow: [], durable: true });
    expect(asked).toEqual([
      '/api/credentials/clear-token {}',
      '/api/credentials/reload-token {"token":"sk-ant-oat01-taken-away-by-gatehouse","remove_api_key":false}',
    ]);
  });

  it('says that an agent which can do neither has to be restarted', async () => {
    const { url, asked } = await older((_request, response) => response.writeHead(404).end());
    expect(await agentClient(url).revoke({ generation: 4 }, never)).toEqual({ kind: 'unsupported' });
    expect(asked).toHaveLength(2);
  });

  it('does not call it done when the agent refuses', async () => {
    const { url } = await older((_request, response) => response.writeHead(401).end('{"detail":"Unauthorized"}'));
    expect(await agentClient(url).revoke({ generation: 4 }, never)).toMatchObject({ kind: 'rejected', status: 401 });
  });
});

describe('health', () => {
  it('shows what an agent host says and when it is down', async () => {
    const { client, host } = await startAgentHost();
    await client.reload(order('B', 3), never);
    const fingerprint = liveTokenFingerprint(AGENT_SECRET, oauthToken('B'));
    const expected = { state: 'up', runtime: 'claude-code', activeTasks: 0, generation: 3, fingerprint };
    expect(await client.health(never)).toMatchObject(expected);
    await host.stop();
    expect(await client.health(never)).toMatchObject({ state: 'down', reason: 'the connection was refused' });
  });

  it('takes nothing but well-formed values', async () => {
    const url = await serve((_request, response) => {
      response.end('{"runtime":7,"active_tasks":-1,"credential":{"fingerprint":{},"generation":"9"}}');
    });
    expect(await agentClient(url).health(never)).toEqual({
      state: 'up',
      reason: undefined,
      runtime: undefined,
      activeTasks: undefined,
      fingerprint: undefined,
      generation: undefined,
      subscription: undefined,
    });
  });
});

describe('the address of an agent', () => {
  it.each([
    'http://127.0.0.1:8000',
    'http://[::1]:8000',
    'http://10.1.2.3',
    'http://172.31.0.1',
    'http://box.local',
    'https://agents.example/a',
  ])('may be %s', url => expect(parseAgentUrl(url).href).toMatch(/\/$/));

  it.each([
    'http://agents.example',
    'http://172.32.0.1',
    'http://8.8.8.8',
    'http://[2001:db8::1]',
    'http://localhost.evil.example',
    'https://u:p@agents.example',
    'https://agents.example/?token=x',
    'ftp://127.0.0.1',
    'agents',
  ])('may not be %s', url =>
    expect(() => parseAgentUrl(url)).toThrow(expect.objectContaining({ code: 'agent_url_invalid' })),
  );
});
