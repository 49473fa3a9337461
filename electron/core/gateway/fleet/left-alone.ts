import type { UsedGateway } from '../../../contract/index.ts';
import type { GatewayEvent } from '../events.ts';

/** What a person reads of a gateway that they disconnected. */
export function leftAlone(name: string): Pick<UsedGateway, 'state' | 'health' | 'sentence' | 'reason' | 'remedy'> {
  return {
    state: 'disconnected',
    health: 'needs-you',
    sentence: `${name} is disconnected, as you asked. Nothing is tried until you connect to it again.`,
    reason: 'disconnected-by-hand',
    remedy: {
      code: 'connect_again',
      text: 'Connect to it again: gatehouse gateway reconnect',
      command: 'reconnectGateway',
    },
  };
}

/** The end of its connection, said as what it is. */
export function asLeftAlone(event: GatewayEvent): GatewayEvent {
  if (event.type !== 'gatewayStateChanged' || event.to !== 'idle') return event;
  const { state, sentence, reason } = leftAlone(event.profile);
  return { ...event, to: state, sentence, reason };
}
