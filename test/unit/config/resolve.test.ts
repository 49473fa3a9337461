import { describe, expect, it } from 'vitest';
import { ConfigError, resolveSettings, SettingsSchema } from '../../../electron/core/config/index.ts';

const FILE = '/home/config.json';
const HASH = 'Ab'.repeat(32);

function resolve(input: { flags?: Record<string, string>; env?: Record<string, string>; file?: unknown }) {
  const flags = new Map(Object.entries(input.flags ?? {}).map(([key, text]) => [key, { text, source: `--${key}` }]));
  return resolveSettings({ flags, env: input.env ?? {}, file: input.file ?? {}, filePath: FILE });
}

function problemsOf(input: Parameters<typeof resolve>[0]) {
  try {
    resolve(input);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('resolveSettings', () => {
  it('takes WebSocket endpoints of the chain, a quorum and the pace of events, and says what a relay may be', () => {
    const registry = { rpcUrls: ['wss://rpc.example/v1', 'http://127.0.0.1:8545'], quorum: 2, eventPollSeconds: 0 };
    const { settings } = resolveSettings({ env: {}, file: { tee: { registry } }, filePath: FILE });
    expect(settings.tee.registry).toMatchObject(registry);
    const defaults = resolveSettings({ env: {}, file: {}, filePath: FILE }).settings.tee.registry;
    expect(defaults).toMatchObject({ quorum: 0, eventPollSeconds: 15 });
    const relay = { env: {}, file: { relay: { url: 'wss://relay.example' } }, filePath: FILE };
    expect(() => resolveSettings(relay)).toThrow('expected an http or https address');
  });

  it('connects to no gateway unless its address is given, and reads a fingerprint in any common form', () => {
    expect(resolve({}).settings.gateway).toEqual({
      name: 'gateway',
      url: null,
      tlsFingerprint: null,
      scopes: ['operator.read'],
      handshakeTimeoutMs: null,
      connectChallengeTimeoutMs: null,
      connectBudgetMs: 60_000,
      profiles: [],
      selected: null,
      disconnected: [],
      failover: { enabled: true, returnAfterSeconds: 60 },
      discover: true,
    });
    const env = { GATEHOUSE_GATEWAY_URL: 'wss://gateway.example', GATEHOUSE_GATEWAY_TOKEN: 'not-a-setting' };
    const tlsFingerprint = `SHA256:${'AB:'.repeat(31)}AB`;
    const { settings, warnings } = resolve({ env, file: { gateway: { tlsFingerprint } } });
    expect(settings.gateway).toMatchObject({ url: 'wss://gateway.example', tlsFingerprint: 'ab'.repeat(32) });
    expect(warnings).toEqual([]);
  });

  it('uses the defaults of the schema where nothing is given', () => {
    const { settings, sources, warnings } = resolve({});
    expect(settings).toEqual(SettingsSchema.parse({}));
    expect(settings.proxy).toMatchObject({
      host: '127.0.0.1',
      port: 11435,
      verification: 'strict',
      maxBodyBytes: 20_971_465,
    });
    expect(sources.get('proxy.port')).toEqual({ source: 'default', name: 'the default' });
    expect(warnings).toEqual([]);
  });

  it('lets the flag win over the environment, that over the file, that over the default, and says which it was', () => {
    const all = { flags: { 'proxy.port': '1' }, env: { GATEHOUSE_PROXY_PORT: '2' }, file: { proxy: { port: 3 } } };
    const rounds = [all, { env: all.env, file: all.file }, { file: all.file }, {}].map(input => {
      const { settings, sources } = resolve(input);
      return [settings.proxy.port, sources.get('proxy.port')];
    });
    expect(rounds).toEqual([
      [1, { source: 'flag', name: '--proxy.port' }],
      [2, { source: 'environment', name: 'GATEHOUSE_PROXY_PORT' }],
      [3, { source: 'file', name: FILE }],
      [11435, { source: 'default', name: 'the default' }],
    ]);
  });

  it('takes the names of the peer, after our own', () => {
    const env = {
      OG_VEIL_HOST: 'localhost',
      OG_VEIL_PORT: '4711',
      OG_VEIL_TEE_ID: HASH,
      OG_VEIL_EXPECTED_PCR_HASH: `0x${HASH}`,
      OG_VEIL_TEE_REFRESH_INTERVAL: '-1',
    };
    const { settings } = resolve({ env });
    expect(settings.proxy).toMatchObject({ host: 'localhost', port: 4711 });
    expect(settings.tee).toMatchObject({
      teeId: `0x${HASH.toLowerCase()}`,
      expectedPcrHash: `0x${HASH.toLowerCase()}`,
      refreshSeconds: 0,
    });
    expect(resolve({ env: { ...env, GATEHOUSE_PROXY_PORT: '1' } }).settings.proxy.port).toBe(1);
  });

  it('takes an empty variable for one that is not set', () => {
    expect(resolve({ env: { OG_VEIL_PORT: '', GATEHOUSE_PROXY_PORT: '' } }).settings.proxy.port).toBe(11435);
  });

  it('reads lists, flags and null from the environment', () => {
    const { settings } = resolve({
      env: {
        GATEHOUSE_TEE_REGISTRY_RPC_URLS: 'https://one.example, https://two.example/path',
        GATEHOUSE_DASHBOARD_OPEN: 'off',
        GATEHOUSE_TEE_REGISTRY_CHAIN_ID: 'none',
      },
      file: { tee: { registry: { chainId: 5 } } },
    });
    expect(settings.tee.registry.rpcUrls).toEqual(['https://one.example', 'https://two.example/path']);
    expect(settings.tee.registry.chainId).toBeNull();
    expect(settings.dashboard.open).toBe(false);
  });

  it.each(['1', 'true', 'YES', ' on '])('refuses to start when OG_VEIL_PII_SCRUB is %j', value => {
    expect(() => resolve({ env: { OG_VEIL_PII_SCRUB: value } })).toThrow(
      expect.objectContaining({ code: 'pii_scrub_unsupported', remedy: expect.stringContaining('OG_VEIL_PII_SCRUB') }),
    );
  });

  it.each(['', '0', 'off'])('starts when OG_VEIL_PII_SCRUB is %j', value => {
    expect(resolve({ env: { OG_VEIL_PII_SCRUB: value } }).warnings).toEqual([]);
  });

  it.each([
    [{ env: { OG_VEIL_PORT: 'abc' } }, 'proxy.port from OG_VEIL_PORT: expected a whole number from 0 to 65535'],
    [{ env: { OG_VEIL_PORT: '65536' } }, 'proxy.port from OG_VEIL_PORT: expected a whole number from 0 to 65535'],
    [{ env: { OG_VEIL_PORT: '1e3' } }, 'proxy.port from OG_VEIL_PORT'],
    [
      { flags: { 'proxy.verification': 'lax' } },
      'proxy.verification from --proxy.verification: expected strict or progressive',
    ],
    [{ file: { proxy: { port: '80' } } }, `proxy.port from ${FILE}: expected a whole number`],
    [{ file: { proxy: { port: 1.5 } } }, 'proxy.port'],
    [{ file: { proxy: { host: '0.0.0.0' } } }, 'the proxy serves this computer only'],
    [{ file: { tee: { teeId: '0x12' } } }, 'tee.teeId'],
    [
      { file: { tee: { registry: { rpcUrls: ['https://ok.example', 'ftp://no.example'] } } } },
      'entry 2: expected an http, https, ws or wss',
    ],
    [{ file: { relay: { url: 'https://user:hunter22@relay.example' } } }, 'must not contain a user name or password'],
    [{ file: { gateway: { url: 'ftp://gateway.example' } } }, 'expected a ws, wss, http or https address'],
    [{ file: { gateway: { url: 'wss://me:hunter22@gateway.example' } } }, 'must not contain a user name or password'],
    [{ env: { GATEHOUSE_GATEWAY_URL: 'ws://127.0.0.1:1/?token=hunter22' } }, 'must not contain a query or fragment'],
    [{ file: { gateway: { tlsFingerprint: 'ab:cd' } } }, 'expected 64 hex digits, with or without colons'],
    [{ file: { gateway: { handshakeTimeoutMs: 10 } } }, 'expected a whole number of milliseconds from 250 to 120000'],
    [{ file: { gateway: { name: ' ' } } }, 'gateway.name'],
    [{ file: { dashboard: { open: 'yes' } } }, 'dashboard.open'],
    [{ file: { proxy: 5 } }, `proxy from ${FILE}: expected an object`],
    [{ file: { tee: { registry: [] } } }, `tee.registry from ${FILE}: expected an object`],
  ])('refuses %j naming key, place and problem', (input, message) => {
    const error = problemsOf(input);
    expect(error.message).toContain(message);
    expect(error.code).toBe('config_invalid');
    expect(error.remedy).toContain(FILE);
    expect(JSON.stringify(error.problems)).not.toContain('hunter22');
  });

  it('names every wrong value at once', () => {
    const error = problemsOf({ env: { OG_VEIL_PORT: 'x' }, file: { log: { level: 'loud' }, relay: { timeoutMs: 0 } } });
    expect(error.problems.map(({ key }) => key).sort()).toEqual(['log.level', 'proxy.port', 'relay.timeoutMs']);
    expect(error.message).toContain('and 2 more');
  });

  it('does not look at a file value that a stronger one hides', () => {
    expect(
      resolve({ env: { GATEHOUSE_PROXY_PORT: '1' }, file: { proxy: { port: 'wrong' } } }).settings.proxy.port,
    ).toBe(1);
  });

  it('warns of unknown keys and variables and starts all the same', () => {
    const { warnings } = resolve({
      env: { GATEHOUSE_PROXY_PROT: '1', GATEHOUSE_HOME: '/h', GATEHOUSE_RELAY_TOKEN: 'x' },
      file: { proxy: { prot: 1 }, future: { thing: true } },
    });
    expect(warnings).toHaveLength(3);
    expect(warnings.map(({ sentence }) => sentence).join(' ')).toMatch(/proxy\.prot .* future .* GATEHOUSE_PROXY_PROT/);
  });

  it('is not fooled by keys that every object has', () => {
    const file: unknown = JSON.parse('{"__proto__":{"proxy":{"port":1}},"constructor":{"x":1}}');
    expect(resolve({ file }).settings.proxy.port).toBe(11435);
    expect(({} as Record<string, unknown>)['proxy']).toBeUndefined();
  });
});
