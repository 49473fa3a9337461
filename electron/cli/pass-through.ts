import { environmentFor } from '../core/agents/index.ts';

/** Variables that send a program's requests through a proxy, and the one that excepts addresses from it. */
const PROXY_VARIABLE = /^(?:all|https?)_proxy$/i;
/** With one of these Claude's command line goes to a cloud's own service, past every other address. */
const CLOUD_VARIABLE = /^CLAUDE_CODE_USE_/;

/** Where an agent finds the provider, and what it shows there: as Claude's command line and the provider's libraries read it. */
export function agentVariables(endpoint: string, agent: string, key: string): Readonly<Record<string, string>> {
  return {
    ANTHROPIC_BASE_URL: endpoint.replace(/\/v1$/, `/agents/${agent}`),
    ANTHROPIC_AUTH_TOKEN: key,
  };
}

/**
 * The environment of a process whose model calls go through the local endpoint: no token, nothing that would win over the
 * agent's key, and no proxy on the way to this computer, which would learn the key and could not reach it.
 */
export function passThroughEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  const own = environmentFor(env, undefined);
  for (const name of Object.keys(own)) if (CLOUD_VARIABLE.test(name)) delete own[name];
  const host = new URL(variables['ANTHROPIC_BASE_URL'] ?? 'http://127.0.0.1').hostname.replaceAll(/^\[|\]$/g, '');
  const hasProxy = Object.entries(own).some(([name, value]) => PROXY_VARIABLE.test(name) && value !== '');
  if (hasProxy) {
    const { NO_PROXY: upper, no_proxy: lower } = own;
    // Where one is missing the other one counts: to Windows they are the same, and the first one would hide it.
    for (const [name, value] of [
      ['NO_PROXY', upper ?? lower],
      ['no_proxy', lower ?? upper],
    ] as const) {
      own[name] = [value ?? '', host].filter(part => part !== '').join(',');
    }
  }
  return { ...own, ...variables };
}
