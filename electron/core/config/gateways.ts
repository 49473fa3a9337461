import { gatewayId } from './gateway-id.ts';
import type { Settings } from './schema.ts';
import type { GatewayEntry } from './schema-gateway.ts';

/** One gateway of the settings, whichever way it is written there. */
export interface ConfiguredGateway {
  /** See {@link gatewayId}. */
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly tlsFingerprint: string | null;
  /** Less is better. */
  readonly priority: number;
  /** It is `gateway.url`, and its secrets are `gateway.token` and `gateway.password`. */
  readonly isShorthand: boolean;
}

/** The settings that gateways are read from. */
export type GatewayKeys = Pick<Settings['gateway'], 'name' | 'url' | 'tlsFingerprint' | 'profiles'>;

/** All gateways of the settings: the one of `gateway.url` first, then the list. A priority that is not given is the place. */
export function configuredGateways({ name, url, tlsFingerprint, profiles }: GatewayKeys): readonly ConfiguredGateway[] {
  const shorthand: GatewayEntry[] = url === null ? [] : [{ name, url, tlsFingerprint }];
  return [...shorthand, ...profiles].map((entry, place) => ({
    id: gatewayId(entry.name) ?? entry.name,
    name: entry.name,
    url: entry.url,
    tlsFingerprint: entry.tlsFingerprint ?? null,
    priority: entry.priority ?? place + 1,
    isShorthand: place < shorthand.length,
  }));
}

/** The names that another gateway has already, case and signs aside. */
export function doubledNames(keys: GatewayKeys): readonly string[] {
  const ids = new Set<string>();
  return configuredGateways(keys)
    .filter(({ id }) => {
      const isDoubled = ids.has(id);
      ids.add(id);
      return isDoubled;
    })
    .map(({ name }) => name);
}

/** Where the credentials of a gateway are kept. Those of one are never shown to another. */
export function gatewaySecretNames({ id, isShorthand }: Pick<ConfiguredGateway, 'id' | 'isShorthand'>): {
  readonly token: string;
  readonly password: string;
} {
  const prefix = isShorthand ? 'gateway' : `gateway.${id}`;
  return { token: `${prefix}.token`, password: `${prefix}.password` };
}
