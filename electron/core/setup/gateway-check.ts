import { remedyOf } from '../../contract/index.ts';
import { computerOffline } from '../offline/index.ts';
import { failure, type Judged, type PlannedCheck } from './check.ts';
import type { SetupPorts, SetupSnapshot } from './ports.ts';

/** A gateway takes minutes for its first start, and its owner to reach the terminal. */
const LIMIT_MS = 300_000;
/** For so long a gateway that nobody hears of may just be restarting. */
const PATIENCE_MS = 12_000;

/** States that a new attempt would only disturb. One under way may have begun with secrets that were replaced since. */
const SETTLED = new Set(['ready', 'limited', 'waiting-for-approval', 'starting', 'restarting', 'suspended']);

/** Whether the gateway answers and lets this computer in. */
export function gatewayCheck(ports: SetupPorts, about: string): PlannedCheck {
  return {
    name: 'gateway',
    about,
    limitMs: LIMIT_MS,
    begins: { sentence: `Connecting to ${about}.`, told: { code: 'setup_gateway_connecting', name: about } },
    run: async context => {
      const { gateway } = ports.snapshot();
      // What was refused or given up is not tried again by itself.
      if (gateway !== null && !SETTLED.has(gateway.state)) {
        await ports.execute({ name: 'reconnectGateway' }, context.signal);
      }
      return context.until(sinceMs => judgeGateway(ports.snapshot().gateway, sinceMs, ports));
    },
  };
}

function judgeGateway(gateway: SetupSnapshot['gateway'], sinceMs: number, ports: SetupPorts): Judged {
  if (gateway === null) {
    return {
      state: 'failed',
      sentence: 'There is no gateway.',
      told: { code: 'setup_no_gateway' },
      remedy: remedyOf('setup_choose_gateway', 'Choose one, or enter its address.'),
    };
  }
  const { state, sentence, remedy, approval, reason, profile, host } = gateway;
  const told = ports.gatewayTold(gateway);
  switch (state) {
    case 'ready':
      return { state: 'ok', sentence, told, remedy };
    case 'limited':
      return { state: 'ok', sentence, told, remedy };
    case 'waiting-for-approval':
      return {
        state: 'checking',
        sentence,
        told,
        remedy: {
          code: 'gateway.pairing',
          text: remedy?.text ?? "Run the approval command on the gateway's computer.",
          ...(approval === null ? {} : { shellCommand: approval.command }),
        },
      };
    case 'connecting': {
      if (reason === null || sinceMs < PATIENCE_MS) return { state: 'checking', sentence, told, remedy: null };
      const failed = ports.connectFailure(reason, profile, host);
      return {
        state: 'failed',
        sentence: failed.sentence,
        told: { code: 'gateway', name: profile, other: host, reason, gateway: gateway.told },
        remedy:
          failed.remedy === null
            ? remedyOf(
                'setup_start_gateway',
                'Start the gateway (openclaw gateway), or check its address, then check again.',
              )
            : { code: `gateway.${reason}`, text: failed.remedy },
      };
    }
    case 'idle':
    case 'starting':
    case 'restarting':
    case 'suspended':
      return { state: 'checking', sentence, told, remedy: null };
    case 'unreachable':
    case 'refused':
    case 'stopped':
    case 'disconnected':
      return { state: 'failed', sentence, told, remedy };
    case 'offline':
      return { state: 'failed', sentence, told, remedy: remedy ?? failure(computerOffline()).remedy };
  }
}
