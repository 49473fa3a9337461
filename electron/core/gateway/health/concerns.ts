import type { GatewayConcern, GatewayConcernCode, GatewayHealthModel } from '../../../contract/index.ts';

/** Each has a code, so that every language has a sentence for it. */
type Concern = GatewayConcern & { readonly reason: GatewayConcernCode };
type Parts = Omit<GatewayHealthModel, 'profile' | 'concerns'>;

/** What is told of the connection beside the parts. */
export interface ConcernFacts {
  readonly profile: string;
  /** Milliseconds since the connection stands. */
  readonly connectedForMs: number;
}

/** Channels connect after the gateway did; before this a missing one is none. */
export const CHANNEL_GRACE_MS = 60_000;
const MOST_CONCERNS = 10;
const ORDER = ['broken', 'needs-you', 'working', 'well', 'paused'];

function channelConcerns({ channels }: Parts, { profile, connectedForMs }: ConcernFacts): Concern[] {
  return (channels.value ?? []).flatMap<Concern>(({ id, label, account, state }) => {
    const channel = account === null ? label : `${label} (${account})`;
    const base = { part: 'channels', health: 'needs-you' as const };
    if (state === 'not-linked') {
      return [
        {
          ...base,
          reason: 'channel-not-linked',
          told: { channel },
          sentence: `${channel} is configured at ${profile}, but not linked.`,
          remedy: `Run “openclaw channels login --channel ${commandWord(id)}” on the gateway’s computer.`,
        },
      ];
    }
    if ((state !== 'disconnected' && state !== 'stopped') || connectedForMs < CHANNEL_GRACE_MS) return [];
    return [
      {
        ...base,
        reason: 'channel-disconnected',
        told: { channel },
        sentence: `${channel} is configured at ${profile}, but not connected.`,
        remedy: 'Look at “openclaw channels status” on the gateway’s computer.',
      },
    ];
  });
}

/** Foreign, and offered to be run: anything but a plain word is left for the person to fill in. */
function commandWord(id: string): string {
  return /^[a-z][a-z0-9_-]{0,40}$/.test(id) ? id : '<channel>';
}

function systemConcerns({ system }: Parts, { profile }: ConcernFacts): Concern[] {
  const loop = system.value?.eventLoop;
  if (loop?.degraded !== true) return [];
  const lag = loop.delayP99Ms === null ? '' : ` It answers up to ${Math.round(loop.delayP99Ms)} ms late.`;
  return [
    {
      part: 'system',
      health: 'working',
      reason: 'gateway-overloaded',
      told: loop.delayP99Ms === null ? {} : { delayMs: Math.round(loop.delayP99Ms) },
      sentence: `${profile} has more to do than it can keep up with.${lag}`,
      remedy: null,
    },
  ];
}

function authConcerns({ auth }: Parts, { profile }: ConcernFacts): Concern[] {
  return (auth.value ?? [])
    .filter(({ status }) => status === 'expired')
    .map(({ provider }) => ({
      part: 'auth',
      health: 'needs-you',
      reason: 'provider-sign-in-expired',
      told: { provider },
      sentence: `The sign-in of ${provider} at ${profile} has expired.`,
      remedy: `Sign in to ${provider} again on the gateway’s computer.`,
    }));
}

function modelConcerns({ models }: Parts, { profile }: ConcernFacts): Concern[] {
  const model = models.value?.find(({ isDefault }) => isDefault);
  if (model === undefined || model.available || model.reason === null) return [];
  const told = { provider: model.provider, model: model.id };
  const base = { part: 'models', reason: `default-model-${model.reason}`, told } as const;
  if (model.reason === 'cooldown') {
    return [
      {
        ...base,
        health: 'working',
        sentence: `${profile} pauses its default model ${model.id} after errors of ${model.provider}.`,
        remedy: null,
      },
    ];
  }
  return [
    {
      ...base,
      health: 'needs-you',
      sentence: `${profile} cannot use its default model ${model.id}: ${model.provider} does not accept its credentials.`,
      remedy: `Sign in to ${model.provider} again on the gateway’s computer.`,
    },
  ];
}

function heartbeatConcerns({ heartbeat }: Parts, { profile }: ConcernFacts): Concern[] {
  if (heartbeat.value?.status !== 'failed') return [];
  return [
    {
      part: 'heartbeat',
      health: 'needs-you',
      reason: 'heartbeat-failed',
      sentence: `The last heartbeat of ${profile} failed.`,
      remedy: 'Look at “openclaw logs” on the gateway’s computer.',
    },
  ];
}

function approvalConcerns({ approvals }: Parts, { profile }: ConcernFacts): Concern[] {
  const waiting = approvals.value?.waiting ?? 0;
  if (waiting === 0) return [];
  const what = waiting === 1 ? 'One command waits' : `${waiting} commands wait`;
  return [
    {
      part: 'approvals',
      health: 'needs-you',
      reason: 'approval-waiting',
      told: { count: waiting },
      sentence: `${what} for consent at ${profile}.`,
      remedy: 'Decide in the gateway’s own window.',
    },
  ];
}

/** What a person should know of a connected gateway, worst first, at most 10. Parts that are stale speak no more. */
export function concernsOf(parts: Parts, facts: ConcernFacts): readonly GatewayConcern[] {
  return [channelConcerns, authConcerns, modelConcerns, approvalConcerns, heartbeatConcerns, systemConcerns]
    .flatMap(find => find(parts, facts))
    .filter(({ part }) => parts[part as keyof Parts].state === 'ok')
    .sort((one, other) => ORDER.indexOf(one.health) - ORDER.indexOf(other.health))
    .slice(0, MOST_CONCERNS);
}
