import type { DomainEvent, StatusSnapshot } from '../../contract/index.ts';
import type { Draft, Move, RuleContext, Step } from './draft.ts';
import { moveReason } from './move-reason.ts';
import { movedNotice } from './moved-notice.ts';
import { activityAt, subscriptionAt } from './places.ts';
import type { NoticeTexts } from './text-shapes.ts';
import { noticeOf, short } from './words.ts';

type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;

const SETTLE_MS = 3_000;
/** The same roll-out sums itself up each time that something of it is tried again. */
const ROLLOUT_REPEAT_MS = 3_600_000;
/** Nothing says when it is over, so after this it is news again. */
const WAITING_REPEAT_MS = 10_800_000;
const NONE_USABLE = 'subscriptions-none';
const FAILED = 'subscriptions-failed';

/** An agent was moved by itself: all that were moved within a moment are one notice. */
export function movedRule(event: EventOf<'subscriptionSwitched'>, { tellsByHand }: RuleContext): readonly Step[] {
  const { at, agent, from, to, cause, failureKind, result } = event;
  if (to === null) return [];
  const overs: Step[] = [{ ends: NONE_USABLE }, { ends: waitingCause(agent) }];
  // What a person asks for sums itself up: rolloverSummary.
  if (cause === 'replaced' || cause === 'removed' || (cause === 'by_hand' && !tellsByHand)) return overs;
  const move: Move = { agent, from, to, reason: moveReason(cause, failureKind), result };
  // One trouble is one notice: it says who was moved because of it.
  if (failureKind === 'auth' && from !== null) return [...overs, tokenDraft(from, move)];
  return [
    ...overs,
    {
      category: 'subscriptionSwitched',
      cause: `moved:${agent}:${at}`,
      priority: 'normal',
      waitMs: 0,
      isState: false,
      gather: { key: 'moved', move },
      write: movedNotice,
    },
  ];
}

/** A provider refuses a token. */
export function tokenRule({ subscription }: EventOf<'tokenInvalid'>): readonly Step[] {
  return [tokenDraft(subscription, null)];
}

/** It has another token, or is gone. */
export function tokenOverRule({ subscription }: { readonly subscription: string }): readonly Step[] {
  return [{ ends: tokenCause(subscription) }, { ends: NONE_USABLE }];
}

/** Somebody replaced, removed or rotated for many; told when some did not follow, or when switches by hand are told. */
export function rolloutRule(
  { action, subscription, outcomes }: EventOf<'rolloverSummary'>,
  { tellsByHand }: RuleContext,
): readonly Step[] {
  const failed = outcomes.filter(({ result }) => result.startsWith('failed')).length;
  const count = outcomes.length;
  const cause = `rollout:${action}:${subscription ?? ''}`;
  const name = subscription === null ? null : short(subscription);
  const isNews = failed > 0 || (tellsByHand && action !== 'rotated');
  if (count === 0 || !isNews) return [{ ends: cause }];
  return [
    {
      category: 'subscriptionSwitched',
      cause,
      priority: failed > 0 ? 'normal' : 'low',
      waitMs: SETTLE_MS,
      isState: failed > 0,
      repeatAfterMs: ROLLOUT_REPEAT_MS,
      write: ({ snapshot, texts }) =>
        noticeOf(
          failed > 0
            ? texts.rolloutFailed({ failed, count, subscription: name })
            : texts.rolloutDone({ action, count, subscription: name }),
          subscriptionAt(snapshot, subscription),
          [{ label: texts.actions.showWhy, intent: activityAt(snapshot, ['rolloverSummary']) }],
        ),
    },
  ];
}

/** An agent has nothing to move to. */
export function noAlternativeRule({ agent, subscription, earliestResetAt }: EventOf<'noAlternative'>): readonly Step[] {
  const cause = waitingCause(agent);
  return [
    noneUsableDraft(),
    {
      category: 'subscriptionsShut',
      cause,
      priority: 'normal',
      waitMs: SETTLE_MS,
      isState: true,
      repeatAfterMs: WAITING_REPEAT_MS,
      write: ({ snapshot, texts }) => {
        if (snapshot.subscriptions.state === 'none-usable' || !isOn(snapshot, agent, subscription)) return null;
        const time = earliestResetAt === null ? null : texts.timeOfDay(earliestResetAt);
        return noticeOf(
          texts.nothingFor({ agent: short(agent), subscription: short(subscription), time }),
          subscriptionAt(snapshot, subscription),
          [{ label: texts.actions.rotate, intent: { kind: 'open', view: 'subscriptions' } }],
        );
      },
    },
  ];
}

export function allFullRule(): readonly Step[] {
  return [noneUsableDraft()];
}

/** There is one more that may be usable. */
export function addedRule(): readonly Step[] {
  return [{ ends: NONE_USABLE }];
}

/** The third gate cannot work at all. */
export function subscriptionsFailedRule({ reason }: EventOf<'subscriptionsFailed'>): readonly Step[] {
  return [
    {
      category: 'subscriptionsShut',
      cause: FAILED,
      priority: 'normal',
      waitMs: SETTLE_MS,
      isState: true,
      repeatAfterMs: WAITING_REPEAT_MS,
      write: ({ snapshot, texts }) =>
        snapshot.subscriptions.state === 'failed'
          ? noticeOf(texts.subscriptionsShut(reason), { kind: 'open', view: 'subscriptions' })
          : null,
    },
  ];
}

function noneUsableDraft(): Draft {
  return {
    category: 'subscriptionsShut',
    cause: NONE_USABLE,
    priority: 'normal',
    waitMs: SETTLE_MS,
    isState: true,
    repeatAfterMs: WAITING_REPEAT_MS,
    write: ({ snapshot, texts }) => {
      const { state, subscriptionsTotal: total, assignedTotal: waiting } = snapshot.subscriptions;
      if (state !== 'none-usable' || total === 0) return null;
      return noticeOf(
        texts.noneUsable({ total, first: firstBack(snapshot, texts.timeOfDay), waiting }),
        { kind: 'open', view: 'subscriptions' },
        [{ label: texts.actions.rotate, intent: { kind: 'open', view: 'subscriptions' } }],
      );
    },
  };
}

function tokenDraft(subscription: string, move: Move | null): Draft {
  const cause = tokenCause(subscription);
  return {
    category: 'subscriptionToken',
    cause,
    priority: 'normal',
    waitMs: 0,
    isState: true,
    gather: { key: cause, move },
    write: ({ snapshot, texts, moves }) => {
      const destinations = new Set(moves.map(({ to }) => to));
      const [to] = destinations;
      const waiting = snapshot.subscriptions.subscriptions.find(({ name }) => name === subscription)?.agents ?? 0;
      const place = subscriptionAt(snapshot, subscription);
      return noticeOf(
        texts.tokenRefused({
          subscription: short(subscription),
          moved: moves.length,
          to: destinations.size === 1 && to !== undefined ? short(to) : null,
          waiting,
        }),
        place,
        [{ label: texts.actions.replaceToken, intent: place }],
      );
    },
  };
}

/** Which of the limited ones returns first, if that is known. */
function firstBack(
  { subscriptions }: StatusSnapshot,
  timeOfDay: NoticeTexts['timeOfDay'],
): { readonly name: string; readonly time: string } | null {
  const { nextReturnAt } = subscriptions;
  if (nextReturnAt === null) return null;
  const returnsAt = ({ headroom, skipUntil }: StatusSnapshot['subscriptions']['subscriptions'][number]): number => {
    const ends = headroom.windows.filter(({ isBlocking }) => isBlocking).map(({ resetsAt }) => resetsAt ?? 0);
    return Math.max(0, ...ends) || (skipUntil ?? 0);
  };
  const first = subscriptions.subscriptions.find(one => one.state === 'limited' && returnsAt(one) === nextReturnAt);
  return first === undefined ? null : { name: short(first.name), time: timeOfDay(nextReturnAt) };
}

function isOn({ subscriptions }: StatusSnapshot, agent: string, subscription: string): boolean {
  const known = subscriptions.agents.find(({ name }) => name === agent);
  return known === undefined || known.subscription === subscription;
}

function tokenCause(subscription: string): string {
  return `token:${subscription}`;
}

function waitingCause(agent: string): string {
  return `waiting:${agent}`;
}

const SHARED_STATE = 'shared-state-away';
/** A restart of Redis is over by then. */
const SHARED_STATE_WAIT_MS = 30_000;

/** Nothing is switched between hosts meanwhile. */
export function sharedStateAwayRule(): readonly Step[] {
  return [
    {
      category: 'subscriptionsShut',
      cause: SHARED_STATE,
      priority: 'normal',
      waitMs: SHARED_STATE_WAIT_MS,
      isState: true,
      write: ({ snapshot, texts }) =>
        snapshot.subscriptions.state === 'shared-state-away' && snapshot.offline === undefined
          ? noticeOf(texts.sharedStateAway(), { kind: 'open', view: 'subscriptions' })
          : null,
    },
  ];
}

export function sharedStateBackRule(): readonly Step[] {
  return [{ ends: SHARED_STATE }];
}
