import type { DomainEvent, GatewayState, StatusSnapshot } from '../../contract/index.ts';
import type { Draft, NoticeText, Occasion, RuleContext, Step } from './draft.ts';
import { activityAt, gatewayAt } from './places.ts';
import { lasting, noticeOf, short } from './words.ts';

type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;

/** Restarts and short outages heal themselves within it. */
const OUTAGE_WAIT_MS = 30_000;
/** Several things that one trouble sets off come together. */
const SETTLE_MS = 1_000;
/** What one provider refuses one agent it refuses the next one as well. */
const PROVIDER_REPEAT_MS = 900_000;

/** States in which a gateway is away on purpose, or through no fault of its own, and comes back by itself. */
const AWAY_ON_PURPOSE: readonly GatewayState[] = ['starting', 'restarting', 'suspended', 'idle', 'offline'];
/** A gateway was lost, refuses, is limited, is back: told by what a person is shown, never by its single steps. */
export function gatewayStateRule(
  event: EventOf<'gatewayStateChanged'>,
  { wasTold, toldSince }: RuleContext,
): readonly Step[] {
  const { profile, to } = event;
  if (event.isStandby) return [];
  const lost = lostCause(profile);
  if (to === 'ready') {
    return [
      ...(wasTold(lost) ? [backDraft(event, toldSince(lost))] : []),
      ...[lost, `refused:${profile}`, `stopped:${profile}`, `limited:${profile}`].map(ends => ({ ends })),
    ];
  }
  if (to === 'unreachable') return [lostDraft(event)];
  if (AWAY_ON_PURPOSE.includes(to)) return [{ ends: lost }];
  if (to === 'refused' || to === 'stopped') return [{ ends: lost }, endedDraft(event, to)];
  if (to === 'limited') return [{ ends: lost }, { ends: `refused:${profile}` }, limitedDraft(profile)];
  // Whoever wants it left alone wants to hear no more of it.
  if (to === 'disconnected') {
    const causes = [lost, `refused:${profile}`, `stopped:${profile}`, `limited:${profile}`, approvalCause(profile)];
    return causes.map(ends => ({ ends }));
  }
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
      write: ({ snapshot, texts }) =>
        used(snapshot, profile)?.approval == null
          ? null
          : noticeOf(texts.approval(short(profile)), gatewayAt(snapshot, profile), [
              { label: texts.actions.copyCommand, intent: { kind: 'copy', text: command } },
            ]),
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
      write: occasion => {
        const { snapshot, texts } = occasion;
        const place = gatewayAt(snapshot, to);
        return noticeOf(
          texts.gatewaySwitched({ from: short(occasion.from), to: short(to), cause, carried: carried(snapshot, to) }),
          place,
          [{ label: texts.actions.open, intent: place }],
        );
      },
    },
  ];
}

/** A run ended because of its provider; one notice for all agents that meet the same refusal. */
export function providerRule(event: EventOf<'agentProviderFailed'>): readonly Step[] {
  const { at, profile, provider, kind, runId, agentId, sentence, isStandby } = event;
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
      write: ({ snapshot, texts }) => {
        // Its agents were moved because of it, and that notice says more.
        const moved = snapshot.subscriptions.lastSwitch;
        if (moved !== null && moved.cause === 'failure' && moved.at >= at) return null;
        const agent = agentId === null ? null : short(agentId);
        return noticeOf(
          texts.agentFailed({ agent, provider, kind, sentence }),
          activityAt(snapshot, ['agentProviderFailed']),
        );
      },
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
    since,
    write: ({ snapshot, texts, nowMs }) => {
      if (used(snapshot, profile)?.state !== 'unreachable') return null;
      const place = gatewayAt(snapshot, profile);
      const isRestWell = snapshot.tee.health === 'well' && snapshot.subscriptions.health === 'well';
      return noticeOf(
        texts.gatewayLost({ gateway: short(profile), lasting: lasting(nowMs - since), isRestWell }),
        place,
        [{ label: texts.actions.open, intent: place }],
      );
    },
  };
}

function backDraft({ profile, at }: EventOf<'gatewayStateChanged'>, since: number | undefined): Draft {
  return {
    category: 'gatewayBack',
    cause: `back:${profile}:${at}`,
    priority: 'low',
    waitMs: SETTLE_MS,
    isState: false,
    write: ({ snapshot, texts }) => {
      if (used(snapshot, profile)?.state !== 'ready') return null;
      const away = since === undefined ? null : lasting(at - since);
      return noticeOf(texts.gatewayBack({ gateway: short(profile), lasting: away }), gatewayAt(snapshot, profile));
    },
  };
}

function endedDraft({ profile }: EventOf<'gatewayStateChanged'>, state: 'refused' | 'stopped'): Draft {
  return {
    category: state === 'refused' ? 'approval' : 'gateway',
    cause: `${state}:${profile}`,
    priority: 'normal',
    waitMs: SETTLE_MS,
    isState: true,
    write: ({ snapshot, texts }) => {
      if (used(snapshot, profile)?.state !== state) return null;
      const words = state === 'refused' ? texts.gatewayRefused(short(profile)) : texts.gatewayStopped(short(profile));
      const place = gatewayAt(snapshot, profile);
      return noticeOf(words, place, [{ label: texts.actions.open, intent: place }]);
    },
  };
}

function limitedDraft(profile: string): Draft {
  return {
    category: 'gateway',
    cause: `limited:${profile}`,
    priority: 'low',
    waitMs: SETTLE_MS,
    isState: true,
    write: ({ snapshot, texts }): NoticeText | null => {
      const gateway = used(snapshot, profile);
      if (gateway?.state !== 'limited') return null;
      const place = gatewayAt(snapshot, profile);
      return noticeOf(texts.gatewayLimited({ gateway: short(profile), scopes: gateway.scopes.missing }), place, [
        { label: texts.actions.open, intent: place },
      ]);
    },
  };
}

/** What the new gateway holds, as far as it has told. */
function carried(snapshot: StatusSnapshot, profile: string): { channels: number; sessions: number } | null {
  const details = used(snapshot, profile)?.details;
  const channels = details?.channels.value?.length;
  const sessions = details?.sessions.value?.total;
  return channels === undefined || sessions === undefined ? null : { channels, sessions };
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
