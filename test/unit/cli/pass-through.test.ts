import { describe, expect, it } from 'vitest';
import { agentVariables, passThroughEnvironment } from '../../../electron/cli/pass-through.ts';

const VARIABLES = agentVariables('http://127.0.0.1:11435/v1', 'coder', 'sk-gatehouse-key');

describe('the environment of a program whose model calls go through Gatehouse', () => {
  it('names the address and the key, and nothing that would win over them', () => {
    const env = {
      PATH: '/bin',
      CLAUDE_CODE_OAUTH_TOKEN: 'old',
      ANTHROPIC_API_KEY: 'old',
      ANTHROPIC_AUTH_TOKEN: 'old',
      ANTHROPIC_BASE_URL: 'https://elsewhere.test',
      GATEHOUSE_HOME: '/home',
      CLAUDE_CODE_USE_BEDROCK: '1',
      CLAUDE_CODE_USE_VERTEX: '1',
    };
    expect(passThroughEnvironment(env, VARIABLES)).toEqual({
      PATH: '/bin',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:11435/agents/coder',
      ANTHROPIC_AUTH_TOKEN: 'sk-gatehouse-key',
    });
  });

  it.each([
    [{ HTTPS_PROXY: 'http://proxy.test' }, { NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' }],
    [
      { http_proxy: 'http://proxy.test', no_proxy: 'a.test' },
      { NO_PROXY: 'a.test,127.0.0.1', no_proxy: 'a.test,127.0.0.1' },
    ],
    [{ ALL_PROXY: 'http://proxy.test' }, { NO_PROXY: '127.0.0.1' }],
  ])('excepts this computer from the proxy in %j', (env, expected) => {
    expect(passThroughEnvironment(env, VARIABLES)).toMatchObject(expected);
  });

  it('leaves the exceptions alone when there is no proxy', () => {
    expect(passThroughEnvironment({ HTTP_PROXY: '' }, VARIABLES)).not.toHaveProperty('NO_PROXY');
    const onSix = agentVariables('http://[::1]:80/v1', 'me', 'k');
    expect(onSix['ANTHROPIC_BASE_URL']).toBe('http://[::1]:80/agents/me');
    expect(passThroughEnvironment({ HTTP_PROXY: 'http://p.test' }, onSix)).toMatchObject({ NO_PROXY: '::1' });
  });
});
