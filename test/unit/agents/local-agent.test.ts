import { describe, expect, it } from 'vitest';
import { checkAgentName, environmentFor, LocalAgent } from '../../../electron/core/agents/index.ts';
import { oauthToken, order } from '../../helpers/agent-host.ts';

const never = new AbortController().signal;

describe('a local agent', () => {
  it('gives the next process what the newest order said', async () => {
    const agent = new LocalAgent('coder');
    expect(() => agent.credential()).toThrow(expect.objectContaining({ code: 'agent_unassigned' }));
    await agent.reload(order('B', 5), never);
    expect(await agent.reload(order('A', 4), never)).toEqual({ kind: 'stale' });
    expect(await agent.revoke({ generation: 4 }, never)).toEqual({ kind: 'stale' });
    expect(agent.credential()).toMatchObject({ token: oauthToken('B'), generation: 5 });
    expect(await agent.health(never)).toMatchObject({ state: 'up', generation: 5, subscription: 'sub B' });
    expect(await agent.revoke({ generation: 6 }, never)).toMatchObject({ kind: 'reloaded' });
    expect(() => agent.credential()).toThrow(expect.objectContaining({ code: 'agent_unassigned' }));
  });
});

describe('the environment of a process', () => {
  const env = {
    PATH: '/bin',
    ANTHROPIC_API_KEY: 'k',
    CLAUDE_CODE_OAUTH_TOKEN: 'old',
    GATEHOUSE_X: '1',
    EMPTY: undefined,
    // The same ones to Windows.
    anthropic_auth_token: 'k',
    Claude_Code_OAuth_Token: 'old',
  };

  it('has the token and nothing that shadows it', () => {
    expect(environmentFor(env, { token: oauthToken('B'), removeApiKey: true })).toEqual({
      PATH: '/bin',
      CLAUDE_CODE_OAUTH_TOKEN: oauthToken('B'),
    });
  });

  it('has an API key in the variable for API keys, and no token beside it', () => {
    expect(environmentFor(env, { token: 'sk-ant-api03-key', removeApiKey: false })).toEqual({
      PATH: '/bin',
      ANTHROPIC_API_KEY: 'sk-ant-api03-key',
    });
  });

  it('keeps other keys when told so', () => {
    expect(environmentFor(env, { token: oauthToken('B'), removeApiKey: false })).toMatchObject({
      ANTHROPIC_API_KEY: 'k',
      anthropic_auth_token: 'k',
    });
  });
});

describe('the name of an agent', () => {
  it.each(['coder', 'web-coder-2', '7'])('may be %s', name => expect(checkAgentName(name)).toBe(name));
  it.each(['', '-a', 'a--b', 'A', '../a', 'a'.repeat(64), 'a b'])('may not be "%s"', name =>
    expect(() => checkAgentName(name)).toThrow(expect.objectContaining({ code: 'agent_name_invalid' })),
  );
});
