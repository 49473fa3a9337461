import type { GatewaySummary, UsedGateway } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';

/** Channels and sessions that a gateway carries; null while neither is known. */
export function useCarried({ details }: UsedGateway): string | null {
  const { text, formats } = usePage();
  const { channelCount, sessionCount, running } = text.gatewayDetails;
  const channels = details?.channels.value ?? null;
  const sessions = details?.sessions.value ?? null;
  const parts = [
    ...(channels === null ? [] : [channelCount(channels.length, formats.number(channels.length))]),
    ...(sessions === null ? [] : [sessionCount(sessions.total, formats.number(sessions.total))]),
    ...(sessions === null || sessions.running === 0 ? [] : [running(formats.number(sessions.running))]),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}

/** Who would take over, or for whom the one in use stands in. */
export function useFailover(gateways: readonly GatewaySummary[]): {
  readonly sentence: string;
  readonly isOnFailover: boolean;
} {
  const { text } = usePage();
  const better = preferred(gateways);
  if (better !== undefined) {
    const state = text.gatewayState[better.state].toLocaleLowerCase();
    return { sentence: text.gateway.inPlaceOf(better.name, state), isOnFailover: true };
  }
  const reserve = gateways.find(({ isActive, state }) => !isActive && state === 'ready');
  const sentence = reserve === undefined ? text.gateway.noReserve : text.gateway.standingBy(reserve.name);
  return { sentence, isOnFailover: false };
}

/** The better gateway that the one in use stands in for; undefined when it is the best one, or was chosen by hand. */
function preferred(gateways: readonly GatewaySummary[]): GatewaySummary | undefined {
  const [best] = gateways;
  const active = gateways.find(({ isActive }) => isActive);
  return best === undefined || active === undefined || active.isPinned || best === active ? undefined : best;
}
