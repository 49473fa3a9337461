import { describe, expect, it } from 'vitest';
import { type AccountEndpoints, chooseNetwork, resolveSettings } from '../../../electron/core/config/index.ts';

const ADDRESS = `0x${'a1'.repeat(20)}`;
const OWN = {
  tee: { registry: { rpcUrls: ['https://rpc.example'], address: ADDRESS } },
  relay: { url: 'https://relay.example' },
};

const ACCOUNT: AccountEndpoints = {
  relayUrl: 'https://relay.account.example',
  rpcUrl: 'https://rpc.account.example',
  registryAddress: ADDRESS.replaceAll('a1', 'b2'),
  teeType: 3,
};

function choose(file: Record<string, unknown>, account?: AccountEndpoints) {
  return chooseNetwork(resolveSettings({ env: {}, file, filePath: '/home/config.json' }), account);
}

describe('chooseNetwork', () => {
  it('takes a network of one’s own once it is configured', () => {
    expect(choose(OWN)).toEqual({
      kind: 'own',
      endpoints: {
        rpcUrls: ['https://rpc.example'],
        registryAddress: ADDRESS,
        chainId: null,
        relayUrl: 'https://relay.example',
        relayFrom: 'settings',
        teeType: 0,
      },
    });
  });

  it('fills with the account what the settings leave open, and no more', () => {
    expect(choose({}, ACCOUNT)).toEqual({
      kind: 'own',
      endpoints: {
        rpcUrls: ['https://rpc.account.example'],
        registryAddress: ADDRESS.replaceAll('a1', 'b2'),
        chainId: null,
        relayUrl: 'https://relay.account.example',
        relayFrom: 'account',
        teeType: 3,
      },
    });
    expect(choose({ relay: OWN.relay }, ACCOUNT)).toMatchObject({
      endpoints: { relayUrl: 'https://relay.example', relayFrom: 'settings', rpcUrls: ['https://rpc.account.example'] },
    });
    expect(choose(OWN, ACCOUNT)).toMatchObject({ endpoints: { registryAddress: ADDRESS, teeType: 0 } });
    expect(choose({ tee: { registry: { teeType: 1 } } }, ACCOUNT)).toMatchObject({ endpoints: { teeType: 1 } });
  });

  it('does not let an account decide that does not say enough, or that nobody asked', () => {
    expect(choose({}, { ...ACCOUNT, registryAddress: null })).toEqual({ kind: 'unconfigured' });
    expect(choose({ network: 'sandbox' }, ACCOUNT)).toEqual({ kind: 'sandbox' });
    expect(() => choose({ network: 'own' }, { ...ACCOUNT, rpcUrl: null })).toThrow(/tee\.registry\.rpcUrls/);
  });

  it('takes the sandbox when it is asked for, whatever is configured', () => {
    expect(choose({ ...OWN, network: 'sandbox' })).toEqual({ kind: 'sandbox' });
  });

  it('leaves the decision to the host when nothing is configured', () => {
    expect(choose({})).toEqual({ kind: 'unconfigured' });
  });

  it.each([
    [{ network: 'own' }, ['tee.registry.rpcUrls', 'tee.registry.address', 'relay.url']],
    [{ relay: OWN.relay }, ['tee.registry.rpcUrls', 'tee.registry.address']],
    [{ tee: OWN.tee }, ['relay.url']],
  ])('refuses %j instead of falling back, and names what is missing', (file, missing) => {
    expect(() => choose(file)).toThrow(
      expect.objectContaining({ code: 'config_invalid', remedy: expect.stringContaining(missing.join(', ')) }),
    );
  });
});
