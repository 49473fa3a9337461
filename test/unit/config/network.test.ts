import { describe, expect, it } from 'vitest';
import { chooseNetwork, resolveSettings } from '../../../electron/core/config/index.ts';

const ADDRESS = `0x${'a1'.repeat(20)}`;
const OWN = {
  tee: { registry: { rpcUrls: ['https://rpc.example'], address: ADDRESS } },
  relay: { url: 'https://relay.example' },
};

function choose(file: Record<string, unknown>) {
  return chooseNetwork(resolveSettings({ env: {}, file, filePath: '/home/config.json' }));
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
      },
    });
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
