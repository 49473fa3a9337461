import { describe, expect, it } from 'vitest';
import { parseBundle } from '../../../electron/core/account/index.ts';

const NOW = Date.UTC(2026, 0, 1);
const SECRET = 'planted-token-41c9';
const valid = {
  type: 'opengradient-cli-auth',
  version: 1,
  access_token: `${SECRET}-access`,
  refresh_token: `${SECRET}-refresh`,
  token_type: 'bearer',
  expires_in: 3600,
  expires_at: NOW / 1000 + 3600,
  user: { id: 'user-1', email: 'a@example.org', is_anonymous: false },
  config: {
    app_env: 'production',
    supabase_url: 'https://auth.example.org/',
    supabase_anon_key: 'public-key-1',
    chat_api_base_url: 'https://relay.example.org/base/',
    tee_registry_rpc_url: 'https://rpc.example.org',
    tee_registry_address: `0x${'Ab'.repeat(20)}`,
    tee_registry_tee_type: null,
  },
};

function withConfig(change: Record<string, unknown>): unknown {
  return { ...valid, config: { ...valid.config, ...change } };
}

describe('a login bundle', () => {
  it('is read with addresses in one form and a missing type of TEE as 0', () => {
    expect(parseBundle(JSON.stringify(valid), NOW)).toEqual({
      accessToken: `${SECRET}-access`,
      refreshToken: `${SECRET}-refresh`,
      expiresAtS: NOW / 1000 + 3600,
      expiresInS: 3600,
      user: { id: 'user-1', email: 'a@example.org', isAnonymous: false },
      appEnv: 'production',
      auth: { url: 'https://auth.example.org', apiKey: 'public-key-1' },
      network: {
        relayUrl: 'https://relay.example.org/base',
        rpcUrl: 'https://rpc.example.org',
        registryAddress: `0x${'ab'.repeat(20)}`,
        teeType: 0,
      },
    });
  });

  it('may lack everything that is optional', () => {
    const { supabase_url, supabase_anon_key, chat_api_base_url } = valid.config;
    const bare = {
      type: valid.type,
      access_token: valid.access_token,
      config: { supabase_url, supabase_anon_key, chat_api_base_url },
    };
    expect(parseBundle(JSON.stringify(bare), NOW)).toMatchObject({
      refreshToken: null,
      expiresAtS: null,
      user: { id: 'unknown', email: null },
      network: { rpcUrl: null, registryAddress: null, teeType: 0 },
    });
  });

  it('takes an end that is no number for none, as the peer does', () => {
    expect(parseBundle(JSON.stringify({ ...valid, expires_at: 'soon' }), NOW).expiresAtS).toBeNull();
  });

  it.each<[string, unknown]>([
    ['type', { ...valid, type: `${SECRET}` }],
    ['access_token', { ...valid, access_token: '' }],
    ['access_token', { ...valid, access_token: 5 }],
    ['access_token', { ...valid, access_token: `${SECRET}\r\nX-Injected: 1` }],
    ['refresh_token', { ...valid, refresh_token: `${SECRET} with spaces` }],
    ['config', { ...valid, config: undefined }],
    ['config.supabase_url', withConfig({ supabase_url: SECRET })],
    ['config.supabase_url', withConfig({ supabase_url: `http://${SECRET}.example.org` })],
    ['config.supabase_url', withConfig({ supabase_url: `https://user:${SECRET}@auth.example.org` })],
    ['config.chat_api_base_url', withConfig({ chat_api_base_url: `https://relay.example.org/?key=${SECRET}` })],
    ['config.chat_api_base_url', withConfig({ chat_api_base_url: `file:///${SECRET}` })],
    ['config.supabase_anon_key', withConfig({ supabase_anon_key: null })],
    ['config.tee_registry_address', withConfig({ tee_registry_address: SECRET })],
    ['config.tee_registry_tee_type', withConfig({ tee_registry_tee_type: 256 })],
    ['user.email', { ...valid, user: { email: `${SECRET}\u001b[2J` } }],
    ['user.email', { ...valid, user: { email: `${SECRET}\u202egro.elpmaxe@uoy` } }],
    ['user.id', { ...valid, user: { id: `${SECRET}\n` } }],
    ['user', { ...valid, user: SECRET }],
    ['config', { ...valid, config: [SECRET] }],
    ['config.tee_registry_rpc_url', withConfig({ tee_registry_rpc_url: `http://127.0.0.1.${SECRET}.org` })],
    ['config.tee_registry_rpc_url', withConfig({ tee_registry_rpc_url: `http://169.254.169.254/${SECRET}` })],
    ['config.tee_registry_rpc_url', withConfig({ tee_registry_rpc_url: `javascript:alert("${SECRET}")` })],
    ['it', [SECRET]],
    ['it', `${SECRET}`],
    ['it', null],
  ])('with a wrong %s is refused by the name of the field, and nothing of it is quoted', (field, bundle) => {
    const error = thrownBy(() => parseBundle(JSON.stringify(bundle), NOW));
    expect(error).toMatchObject({ code: 'login_bundle_invalid', remedy: expect.any(String) });
    expect(error.message).toContain(`: ${field} `);
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain('planted-token');
  });

  it('that is cut off or too long is refused without a quote', () => {
    for (const text of [JSON.stringify(valid).slice(0, 90), JSON.stringify({ ...valid, more: 'x'.repeat(70_000) })]) {
      const error = thrownBy(() => parseBundle(text, NOW));
      expect(error).toMatchObject({ code: 'login_bundle_invalid' });
      expect(String(error.stack)).not.toContain('planted-token');
    }
  });

  it('that is a page, or a page in a bundle, is refused', () => {
    for (const text of ['<!doctype html><html></html>', '', '"text"', '[[[[', `${'['.repeat(30_000)}`]) {
      expect(thrownBy(() => parseBundle(text, NOW))).toMatchObject({ code: 'login_bundle_invalid' });
    }
  });

  it('gives nothing but its own fields away to what is read from it', () => {
    const text = JSON.stringify(valid).replace('{', '{"__proto__":{"polluted":1},"constructor":{"polluted":1},');
    expect(parseBundle(text, NOW)).toEqual(parseBundle(JSON.stringify(valid), NOW));
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('may begin with a byte order mark', () => {
    expect(parseBundle(`\uFEFF${JSON.stringify(valid)}`, NOW).accessToken).toBe(valid.access_token);
  });

  it('has addresses without what an address loses', () => {
    const bundle = withConfig({ chat_api_base_url: ' HTTPS://Relay.example.org:443/a/../base\n//' });
    expect(parseBundle(JSON.stringify(bundle), NOW).network.relayUrl).toBe('https://relay.example.org/base');
    for (const host of ['0x7f.1', '2130706433', 'localhost']) {
      const local = withConfig({ tee_registry_rpc_url: `http://${host}:8545` });
      expect(parseBundle(JSON.stringify(local), NOW).network.rpcUrl).toMatch(
        /^http:\/\/(127\.0\.0\.1|localhost):8545$/,
      );
    }
  });

  it('whose time is over is refused unless it can be renewed', () => {
    const expired = { ...valid, expires_at: NOW / 1000 };
    expect(thrownBy(() => parseBundle(JSON.stringify({ ...expired, refresh_token: '' }), NOW))).toMatchObject({
      code: 'login_bundle_expired',
    });
    expect(parseBundle(JSON.stringify(expired), NOW).refreshToken).toBe(valid.refresh_token);
  });

  it('may point to plain http on this computer only', () => {
    for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
      const bundle = withConfig({ chat_api_base_url: `http://${host}:8080` });
      expect(parseBundle(JSON.stringify(bundle), NOW).network.relayUrl).toBe(`http://${host}:8080`);
    }
  });
});

function thrownBy(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
