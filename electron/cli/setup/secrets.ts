import { gatewayId } from '../../core/config/index.ts';
import { GatehouseError, parseUrl } from '../../core/platform/index.ts';
import type { SetupDriver } from './driver.ts';

/** Keeps what a gateway wants to see under the names that belong to the gateway `name`. */
export async function storeGatewaySecrets(
  driver: SetupDriver,
  name: string,
  secrets: Readonly<Partial<Record<'token' | 'password' | 'setup', string | undefined>>>,
): Promise<void> {
  const id = gatewayId(name);
  if (id === undefined) {
    throw new GatehouseError('gateway_invalid', `A gateway cannot be called “${name}”.`, {
      remedy: 'Use a name with a letter from a to z or a digit.',
    });
  }
  for (const [kind, value] of Object.entries(secrets)) {
    if (value !== undefined && value !== '') {
      await driver.run({ name: 'setSecret', secret: `gateway.${id}.${kind}`, value });
    }
  }
}

/** What a gateway is called that got no name: its host and port. Throws `gateway_invalid`. */
export function defaultGatewayName(url: string): string {
  const host = parseUrl(url)?.host ?? '';
  if (host !== '') return host.slice(0, 60);
  throw new GatehouseError('gateway_invalid', 'This is no address of a gateway.', {
    remedy: 'Enter one like ws://127.0.0.1:18789 or wss://gateway.example.',
  });
}
