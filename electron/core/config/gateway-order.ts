import { gatewayId } from '../../contract/index.ts';
import type { ConfiguredGateway } from './gateways.ts';
import type { GatewayEntry } from './schema-gateway.ts';

/** Best first; of equal priority the first in the settings. */
export function byPreference(gateways: readonly ConfiguredGateway[]): readonly ConfiguredGateway[] {
  return [...gateways].sort((one, other) => one.priority - other.priority);
}

/**
 * `profiles` with priorities that put the one of that id at `place` (from 1 on) and leave the order of the others. The
 * gateway of `gateway.url` has no priority of its own and stays first. `gateways`: all there are, as the settings have them.
 */
export function withPlace(
  profiles: readonly GatewayEntry[],
  gateways: readonly ConfiguredGateway[],
  id: string,
  place: number,
): readonly GatewayEntry[] {
  const others = byPreference(gateways).filter(gateway => gateway.id !== id);
  const first = others.some(({ isShorthand }) => isShorthand) ? 1 : 0;
  const at = Math.min(Math.max(place - 1, first), others.length);
  const order = [...others.slice(0, at).map(other => other.id), id, ...others.slice(at).map(other => other.id)];
  return profiles.map(entry => ({ ...entry, priority: order.indexOf(gatewayId(entry.name) ?? entry.name) + 1 }));
}
