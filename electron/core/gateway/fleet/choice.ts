import type { GatewaySwitchCause } from '../../../contract/index.ts';
import { type Standing, standingOf } from './standing.ts';

/** One gateway as the choice sees it. Times are of the monotonic clock, in milliseconds. */
export interface Member {
  readonly id: string;
  /** Less is better; equal ones never take over from each other while they serve. */
  readonly priority: number;
  readonly standing: Standing;
  /** When `standing` began. */
  readonly since: number;
  /** When it took over last because it was stable again; null once that return has proved itself or failed. */
  readonly returnedAt: number | null;
  /** Returns in a row that did not last. Each doubles the time that it has to be stable for. */
  readonly failedReturns: number;
  readonly wasActive: boolean;
}

/** Which gateway is used. Immutable; {@link choose} makes the next one. */
export interface Choice {
  /** In the order of the settings. */
  readonly members: readonly Member[];
  /** Null only when there are no members. */
  readonly activeId: string | null;
  /** Chosen by hand; null: by priority and health. */
  readonly pinnedId: string | null;
}

/** What the choice goes by. */
export interface ChoicePolicy {
  /** False: the pinned or first gateway is used, however it stands. */
  readonly isEnabled: boolean;
  /** How long a better gateway has to be stable before it takes over, milliseconds. */
  readonly returnAfterMs: number;
  /** Limit of the doubling after failed returns, milliseconds. */
  readonly mostReturnAfterMs: number;
}

/** A gateway as the settings have it. */
export interface NewMember {
  readonly id: string;
  readonly priority: number;
  /** A person said that it is to be left alone. */
  readonly isDisconnected?: boolean | undefined;
}

/** What the choice hears of. */
export type ChoiceEvent =
  | { readonly type: 'members'; readonly members: readonly NewMember[] }
  | { readonly type: 'standing'; readonly id: string; readonly standing: Standing }
  | { readonly type: 'pin'; readonly id: string | null }
  | { readonly type: 'tick' };

/** The next choice, the switch if there was one, and when to `tick` again. */
export interface ChoiceStep {
  readonly choice: Choice;
  readonly switched: { readonly from: string; readonly to: string; readonly cause: GatewaySwitchCause } | null;
  /** Milliseconds until a `tick` may change something; null: only an event does. */
  readonly tickInMs: number | null;
}

/** Before any gateway is known. */
export const NO_CHOICE: Choice = { members: [], activeId: null, pinnedId: null };

/** A return that holds for so many times the required stability has proved itself. */
const PROOF_FACTOR = 2;

/**
 * What `event` leads to. Pure. A gateway that serves is left only for a strictly better one that has been stable for
 * its time; one that is down, or out of reach because this computer is offline, is left at once for the best that
 * serves, and kept when none does. Only what was down has failed.
 */
export function choose(choice: Choice, event: ChoiceEvent, nowMs: number, policy: ChoicePolicy): ChoiceStep {
  const heard = settleReturns(hear(choice, event, nowMs), nowMs, policy);
  const target = targetOf(heard, choice, event, nowMs, policy);
  const next = moveTo(heard, target, nowMs);
  const from = choice.activeId;
  const hasSwitched = from !== null && target !== null && from !== target.id;
  return {
    choice: next,
    switched: hasSwitched ? { from, to: target.id, cause: target.cause } : null,
    tickInMs: tickIn(next, nowMs, policy),
  };
}

/** How long `member` has to be up before it takes over from a worse one, milliseconds. */
export function returnAfterMs({ failedReturns }: Member, policy: ChoicePolicy): number {
  return Math.min(policy.returnAfterMs * 2 ** Math.min(failedReturns, 30), policy.mostReturnAfterMs);
}

function hear(choice: Choice, event: ChoiceEvent, nowMs: number): Choice {
  switch (event.type) {
    case 'members': {
      const known = new Map(choice.members.map(member => [member.id, member]));
      const members = event.members.map(({ id, priority, isDisconnected = false }) => {
        const member = known.get(id) ?? newMember(id, nowMs);
        if (isOff(member) === isDisconnected) return { ...member, priority };
        const standing = standingOf(isDisconnected ? 'disconnected' : 'idle');
        return { ...member, priority, standing, since: nowMs };
      });
      const pinnedId = members.some(({ id }) => id === choice.pinnedId) ? choice.pinnedId : null;
      return { ...choice, members, pinnedId };
    }
    case 'standing':
      return {
        ...choice,
        members: choice.members.map(member =>
          member.id === event.id && !isSame(member.standing, event.standing)
            ? { ...member, standing: event.standing, since: nowMs }
            : member,
        ),
      };
    case 'pin':
      return { ...choice, pinnedId: choice.members.some(({ id }) => id === event.id) ? event.id : null };
    case 'tick':
      return choice;
  }
}

function isOff({ standing }: Pick<Member, 'standing'>): boolean {
  return standing.kind === 'down' && standing.cause === 'by-hand';
}

function newMember(id: string, nowMs: number): Omit<Member, 'priority'> {
  const standing: Standing = { kind: 'pending' };
  return { id, standing, since: nowMs, returnedAt: null, failedReturns: 0, wasActive: false };
}

function isSame(one: Standing, other: Standing): boolean {
  return one.kind === other.kind && (one.kind !== 'down' || other.kind !== 'down' || one.cause === other.cause);
}

/** A return has failed when its gateway goes down again soon, and has proved itself when it did not. */
function settleReturns(choice: Choice, nowMs: number, policy: ChoicePolicy): Choice {
  const members = choice.members.map(member => {
    if (member.returnedAt === null) return member;
    if (nowMs - member.returnedAt >= PROOF_FACTOR * returnAfterMs(member, policy)) {
      return { ...member, returnedAt: null, failedReturns: 0 };
    }
    if (member.standing.kind !== 'down') return member;
    return { ...member, returnedAt: null, failedReturns: member.failedReturns + 1 };
  });
  return { ...choice, members };
}

interface Target {
  readonly id: string;
  readonly cause: GatewaySwitchCause;
}

function targetOf(
  { members, pinnedId }: Choice,
  before: Choice,
  event: ChoiceEvent,
  nowMs: number,
  policy: ChoicePolicy,
): Target | null {
  const first = best(members.filter(member => !isOff(member))) ?? best(members);
  if (first === undefined) return null;
  const active = members.find(({ id }) => id === before.activeId);
  const isByHand = event.type === 'pin';
  if (pinnedId !== null) return { id: pinnedId, cause: isByHand ? 'by-hand' : 'removed' };
  if (!policy.isEnabled) {
    if (isByHand) return { id: first.id, cause: 'by-hand' };
    if (active === undefined) return { id: first.id, cause: 'removed' };
    return active.priority <= first.priority ? stay(active) : { id: first.id, cause: 'preferred' };
  }

  const serving = best(members.filter(({ standing }) => standing.kind === 'up'));
  if (active === undefined) return { id: (serving ?? first).id, cause: 'removed' };
  // Back to automatic: the person wants the best one now, not in a minute.
  if (isByHand) return { id: (serving ?? active).id, cause: 'by-hand' };
  const leaving = causeToLeave(active.standing);
  if (leaving !== null) return serving === undefined ? stay(active) : { id: serving.id, cause: leaving };
  const better = best(
    members.filter(member => member.priority < active.priority && stableInMs(member, nowMs, policy) === 0),
  );
  if (better === undefined) return stay(active);
  return { id: better.id, cause: better.wasActive ? 'returned' : 'preferred' };
}

/** Why a gateway that stands so is left at once; null: it is not. */
function causeToLeave(standing: Standing): GatewaySwitchCause | null {
  if (standing.kind === 'offline') return 'offline';
  return standing.kind === 'down' ? standing.cause : null;
}

/** No switch comes of it, so the cause is never told. */
function stay({ id }: Member): Target {
  return { id, cause: 'preferred' };
}

/** Of the best priority the first in the settings. */
function best(members: readonly Member[]): Member | undefined {
  return members.reduce<Member | undefined>(
    (chosen, member) => (chosen === undefined || member.priority < chosen.priority ? member : chosen),
    undefined,
  );
}

/** Milliseconds until `member` has been up for long enough to take over; null when it is not up. */
function stableInMs(member: Member, nowMs: number, policy: ChoicePolicy): number | null {
  if (member.standing.kind !== 'up') return null;
  return Math.max(0, member.since + returnAfterMs(member, policy) - nowMs);
}

function moveTo(choice: Choice, target: Target | null, nowMs: number): Choice {
  if (target === null) return { ...choice, activeId: null };
  const isReturn = target.id !== choice.activeId && (target.cause === 'returned' || target.cause === 'preferred');
  const members = choice.members.map(member => {
    if (member.id !== target.id) return member;
    return { ...member, wasActive: true, returnedAt: isReturn ? nowMs : member.returnedAt };
  });
  return { ...choice, members, activeId: target.id };
}

/** Only a better gateway that is getting stable changes anything by itself. */
function tickIn({ members, activeId, pinnedId }: Choice, nowMs: number, policy: ChoicePolicy): number | null {
  const active = members.find(({ id }) => id === activeId);
  if (active === undefined || pinnedId !== null || !policy.isEnabled) return null;
  const waits = members
    .filter(({ priority }) => priority < active.priority)
    .map(member => stableInMs(member, nowMs, policy))
    .filter(wait => wait !== null);
  return waits.length === 0 ? null : Math.min(...waits);
}
