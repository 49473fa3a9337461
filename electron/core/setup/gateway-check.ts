import type { Judged, PlannedCheck } from './check.ts';
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
    begins: `Connecting to ${about}.`,
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
    return { state: 'failed', sentence: 'There is no gateway.', remedy: { text: 'Choose one, or enter its address.' } };
  }
  const { state, sentence, remedy, approval, reason, profile, host } = gateway;
  switch (state) {
    case 'ready':
      return { state: 'ok', sentence, remedy };
    case 'limited':
      return { state: 'ok', sentence, remedy };
    case 'waiting-for-approval':
      return {
        state: 'checking',
        sentence,
        remedy: {
          text: remedy?.text ?? "Run the approval command on the gateway's computer.",
          ...(approval === null ? {} : { shellCommand: approval.command }),
        },
      };
    case 'connecting': {
      if (reason === null || sinceMs < PATIENCE_MS) return { state: 'checking', sentence, remedy: null };
      const failed = ports.connectFailure(reason, profile, host);
      const text = failed.remedy ?? 'Start the gateway (openclaw gateway), or check its address, then check again.';
      return { state: 'failed', sentence: failed.sentence, remedy: { text } };
    }
    case 'idle':
    case 'starting':
    case 'restarting':
    case 'suspended':
      return { state: 'checking', sentence, remedy: null };
    case 'unreachable':
    case 'refused':
    case 'stopped':
    case 'disconnected':
    case 'offline':
      return { state: 'failed', sentence, remedy };
  }
}
