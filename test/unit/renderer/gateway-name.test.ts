import { describe, expect, it } from 'vitest';
import { gatewayId } from '../../../electron/core/config/index.ts';
import { defaultGatewayName, gatewaySecretId, isGatewayAddress } from '../../../renderer/first-run/gateway-name.ts';

describe('the name of a gateway, as the first run makes it', () => {
  it.each(['studio', 'Büro Nord', '127.0.0.1:18789', '--x--', 'sandbox', 'discovered', '日本', ''])(
    'stores secrets of “%s” where the host looks for them',
    name => {
      expect(gatewaySecretId(name)).toBe(gatewayId(name));
    },
  );

  it('takes only addresses of gateways, and calls them by their host', () => {
    expect(['wss://gw.example', ' ws://127.0.0.1:18789/x '].every(isGatewayAddress)).toBe(true);
    expect(['https://gw.example', 'gw.example', 'wss://', ''].some(isGatewayAddress)).toBe(false);
    expect(defaultGatewayName(' ws://127.0.0.1:18789/x ')).toBe('127.0.0.1:18789');
    expect(defaultGatewayName(`wss://${'a'.repeat(63)}.example`)).toHaveLength(60);
  });
});
