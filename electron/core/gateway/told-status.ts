import type { GatewayReason, GatewayStatus, Told } from '../../contract/index.ts';

/** What a state means where no reason is known. */
const REASONS: Readonly<
  Record<Exclude<GatewayStatus['state'], 'connecting' | 'ready' | 'idle' | 'disconnected' | 'offline'>, GatewayReason>
> = {
  starting: 'starting',
  limited: 'limited',
  'waiting-for-approval': 'pairing',
  restarting: 'restarting',
  suspended: 'suspending',
  unreachable: 'unreachable',
  refused: 'unauthorized',
  stopped: 'stopped-by-owner',
};

/** What of a gateway's status its sentence is made from. */
export type ShownStatus = Pick<GatewayStatus, 'state' | 'reason' | 'told' | 'profile' | 'host'> & {
  readonly scopes?: Pick<GatewayStatus['scopes'], 'missing'>;
};

/** The sentence of a gateway's status by code, for whatever quotes it. */
export function toldStatus({ state, reason, told, profile, host, scopes }: ShownStatus): Told {
  const name = profile;
  switch (state) {
    case 'idle':
      return { code: 'gateway_idle' };
    case 'disconnected':
      return { code: 'gateway_left_alone', name };
    case 'offline':
      return { code: 'gateway_offline', name };
    case 'connecting':
      return { code: 'gateway_connecting', name, count: told?.attempt ?? 1 };
    case 'ready':
      if (reason === null) return { code: 'gateway_connected', name };
      return { code: 'gateway', name, other: host, reason, gateway: told };
    default: {
      const gateway = state === 'limited' ? { missing: scopes?.missing, ...told } : told;
      return { code: 'gateway', name, other: host, reason: reason ?? REASONS[state], gateway };
    }
  }
}
