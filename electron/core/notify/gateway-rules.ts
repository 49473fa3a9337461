import type { DomainEvent, GatewayState, GatewaySwitchCause, StatusSnapshot } from '../../contract/index.ts';
import type { Draft, NoticeText, Occasion, RuleContext, Step } from './draft.ts';
import { body, count, lasting, short, title } from './words.ts';

type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;

/** Restarts and short outages heal themselves within it. */
const OUTAGE_WAIT_MS = 30_000;
/** Several things that one trouble sets off come together. */
const SETTLE_MS = 1_000;
/** What one provider refuses one agent it refuses the next one as well. */
const PROVIDER_REPEAT_MS = 900_000;
const OPEN_GATEWAYS = { kind: 'open', view: 'gateways' } as const;
const OPEN_ACTIVITY = { kind: 'open', view: 'activity' } as const;

/** States in which a gateway is away on purpose and comes back by itself. */
const AWAY_ON_PURPOSE: readonly GatewayState[] = ['starting', 'restarting', 'suspended', 'idle'];
/** A switch in a sentence, from short names. */
const SWITCH_SENTENCES: Readonly<Record<GatewaySwitchCause, (from: string, to: string) => string>> = {
  unreachable: (from, to) => `${to} took over from ${from}, because ${from} cannot be reached.`,
  refused: (from, to) => `${to} took over from ${from}, because ${from} refuses the sign-in.`,
  stopped: (from, to) => `${to} took over from ${from}, because its owner stopped ${from}.`,
  approval: (from, to) => `${to} took over from ${from}, which has not approved this computer yet.`,
  returned: (from, to) => `${to} is used again instead of ${from}, because it has been stable for a while.`,
  preferred: (from, to) => `${to} is used instead of ${from}, because it is preferred.`,
  'by-hand': (from, to) => `${to} is used instead of ${from}, because you asked for it.`,
  removed: (from, to) => `${to} is used, because ${from} is no longer among the gateways.`,
};

/** A gateway was lost, refuses, is limited, is back: told by what a person is shown, never by its single steps. */
export function gatewayStateRule(event: EventOf<'gatewayStateChanged'>, { wasTold }: RuleContext): readonly Step[] {
  const { profile, to } = event;
  if (event.isStandby) return [];
  const lost = lostCause(profile);
  if (to === 'ready') {
    return [
      ...(wasTold(lost) ? [backDraft(event)] : []),
      ...[lost, `refused:${profile}`, `stopped:${profile}`, `limited:${profile}`].map(ends => ({ ends })),
    ];
  }
  if (to === 'unreachable') return [lostDraft(event)];
  if (AWAY_ON_PURPOSE.includes(to)) return [{ ends: lost }];
  if (to === 'refused' || to === 'stopped') return [{ ends: lost }, endedDraft(event, to)];
  if (to === 'limited') return [{ ends: lost }, { ends: `refused:${profile}` }, limitedDraft(profile)];
  if (to === 'waiting-for-approval') return [{ ends: lost }];
  return [];
}

/** Somebody has to approve this computer; once per request, however often the gateway is asked. */
export function approvalRule({
  profile,
  requestId,
  command,
  isStandby,
}: EventOf<'gatewayApprovalNeeded'>): readonly Step[] {
  if (isStandby) return [];
  return [
    {
      category: 'approval',
      cause: approvalCause(profile),
      ...(requestId === null ? {} : { onceId: `approval:${profile}:${requestId}` }),
      priority: 'normal',
      waitMs: SETTLE_MS,
      isState: true,
      write: ({ snapshot }) =>
        used(snapshot, profile)?.approval == null
          ? null
          : {
              title: title(`Approve access to ${short(profile)}`),
              body: body(
                "Run the approval command on the gateway's computer.",
                'Gatehouse connects by itself afterwards.',
              ),
              click: OPEN_GATEWAYS,
              actions: [{ label: 'Copy command', intent: { kind: 'copy', text: command } }],
            },
    },
  ];
}

export function approvedRule({ profile }: EventOf<'gatewayApproved'>): readonly Step[] {
  return [{ ends: approvalCause(profile) }];
}

/** Another gateway is used: from, to and why. It tells about the lost one, too. */
export function gatewaySwitchRule(event: EventOf<'gatewaySwitched'>, { tellsByHand }: RuleContext): readonly Step[] {
  const { from, to, cause, at } = event;
  const overs: Step[] = [lostCause(from), `refused:${from}`, `stopped:${from}`, approvalCause(from)].map(ends => ({
    ends,
  }));
  if ((cause === 'by-hand' || cause === 'removed') && !tellsByHand) return overs;
  return [
    ...overs,
    {
      category: 'gatewaySwitched',
      cause: `gateway-switch:${from}:${to}:${at}`,
      priority: 'normal',
      waitMs: SETTLE_MS,
      isState: false,
      chain: { from, to },
      write: occasion => ({
        title: title(`Gateway is now ${short(to)}`),
        body: body(SWITCH_SENTENCES[cause](short(occasion.from), short(to)), carried(occasion.snapshot, to)),
        click: OPEN_GATEWAYS,
        actions: [{ label: 'Show why', intent: OPEN_ACTIVITY }],
      }),
    },
  ];
}

/** A run ended because of its provider; one notice for all agents that meet the same refusal. */
export function providerRule(event: EventOf<'agentProviderFailed'>): readonly Step[] {
  const { profile, provider, kind, runId, agentId, sentence, isStandby } = event;
  if (isStandby) return [];
  return [
    {
      category: 'agents',
      cause: `provider:${profile}:${provider ?? ''}:${kind}`,
      onceId: `run:${profile}:${runId}`,
      priority: 'normal',
      waitMs: SETTLE_MS,
      isState: false,
      repeatAfterMs: PROVIDER_REPEAT_MS,
      write: () => ({
        title: title(agentId === null ? 'An agent was cut off' : `${short(agentId)} was cut off`),
        body: body(sentence),
        click: OPEN_ACTIVITY,
        actions: [],
      }),
    },
  ];
}

function lostDraft({ profile, at, from, afterMs }: EventOf<'gatewayStateChanged'>): Draft {
  // An outage is shown as connecting first, and that time counts.
  const alreadyMs = from === 'connecting' ? afterMs : 0;
  const since = at - alreadyMs;
  return {
    category: 'gateway',
    cause: lostCause(profile),
    priority: 'normal',
    waitMs: Math.max(SETTLE_MS, OUTAGE_WAIT_MS - alreadyMs),
    isState: true,
    write: ({ snapshot, nowMs }) => {
      if (used(snapshot, profile)?.state !== 'unreachable') return null;
      return {
        title: title(`${short(profile)} cannot be reached`),
        body: body(
          `No answer for ${lasting(nowMs - since)}.`,
          'Gatehouse keeps trying.',
          snapshot.tee.health === 'well' ? 'Private inference is not affected.' : '',
        ),
        click: OPEN_GATEWAYS,
        actions: [{ label: 'Try now', intent: { kind: 'command', command: { name: 'reconnectGateway', profile } } }],
      };
    },
  };
}

function backDraft({ profile, at }: EventOf<'gatewayStateChanged'>): Draft {
  return {
    category: 'gatewayBack',
    cause: `back:${profile}:${at}`,
    priority: 'low',
    waitMs: SETTLE_MS,
    isState: false,
    write: ({ snapshot }) =>
      used(snapshot, profile)?.state === 'ready'
        ? {
            title: title(`${short(profile)} is ready again`),
            body: body('Channels and sessions were restored.'),
            click: OPEN_GATEWAYS,
            actions: [],
          }
        : null,
  };
}

function endedDraft({ profile, sentence }: EventOf<'gatewayStateChanged'>, state: 'refused' | 'stopped'): Draft {
  return {
    category: state === 'refused' ? 'approval' : 'gateway',
    cause: `${state}:${profile}`,
    priority: 'normal',
    waitMs: SETTLE_MS,
    isState: true,
    write: ({ snapshot }) =>
      used(snapshot, profile)?.state === state
        ? {
            title: title(`${short(profile)} ${state === 'refused' ? 'refused the sign-in' : 'was stopped'}`),
            body: body(sentence),
            click: OPEN_GATEWAYS,
            actions: [],
          }
        : null,
  };
}

function limitedDraft(profile: string): Draft {
  return {
    category: 'gateway',
    cause: `limited:${profile}`,
    priority: 'low',
    waitMs: SETTLE_MS,
    isState: true,
    write: ({ snapshot }): NoticeText | null => {
      const gateway = used(snapshot, profile);
      if (gateway?.state !== 'limited') return null;
      return {
        title: title(`${short(profile)}: limited access`),
        body: body(
          `Missing: ${gateway.scopes.missing.join(', ')}.`,
          'What they show stays hidden until they are granted.',
        ),
        click: OPEN_GATEWAYS,
        actions: [],
      };
    },
  };
}

/** What the new gateway holds, as far as it has told. */
function carried(snapshot: StatusSnapshot, profile: string): string {
  const details = used(snapshot, profile)?.details;
  const channels = details?.channels.value?.length;
  const sessions = details?.sessions.value?.total;
  if (channels === undefined || sessions === undefined) return '';
  return `It has ${count(channels, 'channel')} and ${count(sessions, 'session')}.`;
}

function used({ gateway }: Occasion['snapshot'], profile: string): StatusSnapshot['gateway'] {
  return gateway?.profile === profile ? gateway : null;
}

function lostCause(profile: string): string {
  return `lost:${profile}`;
}

function approvalCause(profile: string): string {
  return `approval:${profile}`;
}
