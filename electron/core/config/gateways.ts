import { gatewayId } from '../../contract/index.ts';
import type { Settings } from './schema.ts';
import type { GatewayEntry } from './schema-gateway.ts';

/** One gateway of the settings, whichever way it is written there. */
export interface ConfiguredGateway {
  /** See {@link gatewayId}. */
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly tlsFingerprint: string | null;
  /** What it is asked to allow. */
  readonly scopes: readonly string[];
  /** Less is better. */
  readonly priority: number;
  /** It is `gateway.url`, and its secrets are `gateway.token` and `gateway.password`. */
  readonly isShorthand: boolean;
}

/** The settings that gateways are read from. */
export type GatewayKeys = Pick<Settings['gateway'], 'name' | 'url' | 'tlsFingerprint' | 'scopes' | 'profiles'>;

const LEAST_SCOPES: readonly string[] = ['operator.read'];

/** All gateways of the settings: the one of `gateway.url` first, then the list. A priority that is not given is the place. */
export function configuredGateways({
  name,
  url,
  tlsFingerprint,
  scopes,
  profiles,
}: GatewayKeys): readonly ConfiguredGateway[] {
  const shorthand: GatewayEntry[] = url === null ? [] : [{ name, url, tlsFingerprint, scopes }];
  return [...shorthand, ...profiles].map((entry, place) => ({
    id: gatewayId(entry.name) ?? entry.name,
    name: entry.name,
    url: entry.url,
    tlsFingerprint: entry.tlsFingerprint ?? null,
    scopes: entry.scopes ?? LEAST_SCOPES,
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
  /** A set-up code that works once. */
  readonly setup: string;
} {
  const prefix = isShorthand ? 'gateway' : `gateway.${id}`;
  return { token: `${prefix}.token`, password: `${prefix}.password`, setup: `${prefix}.setup` };
}
