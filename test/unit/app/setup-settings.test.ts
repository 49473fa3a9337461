import { describe, expect, it } from 'vitest';
import { SetupSettings } from '../../../electron/core/app/setup-settings.ts';
import { chooseNetwork, resolveSettings, type SettingsFile } from '../../../electron/core/config/index.ts';

const ADDRESS = `0x${'ab'.repeat(20)}`;
const OWN = {
  kind: 'own' as const,
  rpcUrls: ['https://rpc.example/v1/planted-key'],
  registryAddress: ADDRESS.toUpperCase().replace('0X', '0x'),
  relayUrl: 'https://relay.example',
};
const ACCOUNT = {
  relayUrl: 'https://chat.example',
  rpcUrl: 'https://chain.example',
  registryAddress: ADDRESS,
  teeType: 0,
};

/** A settings file in memory that remembers what each write left. */
function fileOf(content: Record<string, unknown> = {}) {
  const states: Record<string, unknown>[] = [];
  const nested = (): Record<string, unknown> => {
    const { network, ...others } = flat;
    return {
      ...(network === undefined ? {} : { network }),
      tee: {
        registry: {
          ...('tee.registry.rpcUrls' in others ? { rpcUrls: others['tee.registry.rpcUrls'] } : {}),
          ...('tee.registry.address' in others ? { address: others['tee.registry.address'] } : {}),
        },
      },
      relay: 'relay.url' in others ? { url: others['relay.url'] } : {},
    };
  };
  let flat: Record<string, unknown> = { ...content };
  const file: SettingsFile = {
    path: '/home/config.json',
    read: () => flat,
    set: (key, value) => {
      flat = { ...flat, [key]: value };
      states.push(nested());
    },
    delete: key => {
      const { [key]: gone, ...others } = flat;
      if (gone !== undefined) flat = others;
      states.push(nested());
    },
  };
  return { file, states, flat: () => flat };
}

function settingsOf(file: SettingsFile, env: Record<string, string> = {}): SetupSettings {
  return new SetupSettings({ ...resolveSettings({ env, file: {}, filePath: file.path }), file });
}

describe('the settings of the first run', () => {
  it('hold a network that can be opened after each single write', () => {
    const { file, states } = fileOf();
    settingsOf(file).prepare(OWN)();
    expect(states.length).toBeGreaterThan(3);
    for (const content of states) {
      const resolved = resolveSettings({ env: {}, file: content, filePath: file.path });
      expect(() => chooseNetwork(resolved)).not.toThrow();
    }
    expect(states.at(-1)).toMatchObject({ network: 'own', tee: { registry: { address: ADDRESS } } });
  });

  it('are not touched before every value is known to fit', () => {
    const { file, states } = fileOf();
    const settings = settingsOf(file);
    expect(() => settings.prepare({ ...OWN, relayUrl: 'ftp://relay.example' })).toThrow(
      expect.objectContaining({ code: 'setup_invalid', message: expect.stringMatching(/^The address of the relay/) }),
    );
    expect(() => settings.prepare({ ...OWN, rpcUrls: ['nonsense'] })).toThrow(/RPC address/);
    expect(states).toEqual([]);
  });

  it('are not written where the environment would hide them', () => {
    const { file } = fileOf();
    const settings = settingsOf(file, { GATEHOUSE_NETWORK: 'sandbox' });
    expect(() => settings.prepare({ kind: 'account' })).toThrow(
      expect.objectContaining({ code: 'setting_not_in_file', message: expect.stringContaining('GATEHOUSE_NETWORK') }),
    );
    expect(settings.areTelling).toBe(true);
    expect(settingsOf(file).areTelling).toBe(false);
    expect(settingsOf(fileOf({ 'log.level': 'debug' }).file).areTelling).toBe(true);
  });

  it('show hosts and no more of addresses', () => {
    const { file } = fileOf();
    const settings = settingsOf(file);
    expect(settings.ownNetwork()).toBeNull();
    settings.prepare(OWN)();
    expect(settings.ownNetwork()).toMatchObject({
      rpcHosts: ['rpc.example'],
      relayHost: 'relay.example',
      chainId: null,
    });
    expect(JSON.stringify(settings.ownNetwork())).not.toContain('planted');
  });

  it('keep the network of one’s own when the account is chosen, which then decides', () => {
    const { file, states, flat } = fileOf();
    const settings = settingsOf(file);
    settings.prepare(OWN)();
    settings.prepare({ kind: 'account' })();
    expect(flat()['relay.url']).toBe('https://relay.example');
    const resolved = resolveSettings({ env: {}, file: states.at(-1), filePath: file.path });
    expect(chooseNetwork(resolved, ACCOUNT)).toMatchObject({
      kind: 'own',
      endpoints: { relayUrl: 'https://chat.example', rpcUrls: ['https://chain.example'], relayFrom: 'account' },
    });
    expect(chooseNetwork(resolved)).toEqual({ kind: 'unconfigured' });
    expect(chooseNetwork(resolved, { ...ACCOUNT, rpcUrl: null })).toMatchObject({
      endpoints: { rpcUrls: OWN.rpcUrls, relayFrom: 'account' },
    });
  });
});
