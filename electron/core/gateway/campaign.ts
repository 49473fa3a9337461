import { OFFLINE_RETRY_MS } from '../offline/index.ts';
import { deadlineMs, isLate, shown } from './budget.ts';
import { type Failure, type FailureKind, ORDINARY } from './failure.ts';
import type { ProbeFinding } from './http-probe.ts';
import type { Campaign, Effect, MachineContext, StateOf, Step } from './machine.ts';
import { FAILURE_POLICY } from './policy.ts';
import { retryDelayMs } from './retry-rule.ts';

/** Kinds that do not lengthen the back-off: the gateway is there, or a refused connection on loopback costs nothing. */
const FREE: ReadonlySet<string> = new Set(['hint', 'hint-once', 'once', 'poll']);

interface Insight {
  /** Shown from now on; undefined: as before. */
  readonly kind?: FailureKind;
  /** The next attempt is not later than this. */
  readonly withinMs: number;
}

/** Connections that stood and broke: when the gateway is well, the next one will stand, too. */
export const BROKEN: ReadonlySet<FailureKind> = new Set(['lost', 'half-open', 'stalled']);

/** What a look over HTTP adds to a failure of the given kind. */
const INSIGHTS: Partial<Record<ProbeFinding, (kind: FailureKind) => Insight | undefined>> = {
  starting: () => ({ kind: 'starting', withinMs: 500 }),
  draining: () => ({ kind: 'restarting', withinMs: 1_000 }),
  live: kind => {
    if (BROKEN.has(kind)) return { withinMs: 250 };
    // Not sooner than planned: whatever stands in between will not let go by being asked often.
    return kind === 'no-answer' ? { kind: 'no-upgrade', withinMs: Number.POSITIVE_INFINITY } : undefined;
  },
};

/** Failures that leave open what state the gateway is in. A refused connection says it all. */
function canBeProbed({ kind, detail }: Failure): boolean {
  return BROKEN.has(kind) || kind === 'no-answer' || kind === 'overloaded' || detail.startsWith('http-5');
}

/** A campaign before its first attempt. */
export function newCampaign({ nowMs, monotonicMs }: MachineContext, flaps = 0): Campaign {
  return {
    since: nowMs,
    begunMs: monotonicMs,
    attempt: 0,
    failures: 0,
    flaps,
    isOverBudget: false,
    spent: [],
    mode: ORDINARY,
    last: null,
    shown: null,
    shownSinceMs: monotonicMs,
    shownAtMs: monotonicMs,
    pairingSinceMs: null,
  };
}

/** The next attempt of a campaign. */
export function attempt(campaign: Campaign, context: MachineContext, reason: string): Step<StateOf<'connecting'>> {
  return {
    state: { name: 'connecting', campaign: { ...campaign, attempt: campaign.attempt + 1 } },
    effects: [{ type: 'open' }, { type: 'arm', timer: 'attempt', delayMs: context.attemptMs }],
    reason,
  };
}

/** A campaign of its own with a budget of its own, and its first attempt. */
export function launch(
  context: MachineContext,
  reason: string,
  campaign = newCampaign(context),
): Step<StateOf<'connecting'>> {
  const step = attempt(campaign, context, reason);
  return { ...step, effects: [...step.effects, { type: 'arm', timer: 'budget', delayMs: context.budgetMs }] };
}

/** What follows a failure that is not about pairing. */
export function settle(
  campaign: Campaign,
  failure: Failure,
  context: MachineContext,
): Step<StateOf<'waiting'> | StateOf<'stopped'>> {
  const judged: Failure = { ...failure, kind: judge(campaign, failure.kind, context) };
  const rule = FAILURE_POLICY[judged.kind].retry;
  const isUsedUp = (rule.type === 'once' || rule.type === 'hint-once') && campaign.spent.includes(judged.kind);
  const begun = campaign.pairingSinceMs === null ? campaign : { ...campaign, ...outageFrom(context) };
  const failed: Campaign = {
    ...begun,
    ...shown(begun, judged, context),
    failures: campaign.failures + (FREE.has(rule.type) ? 0 : 1),
    spent: FREE.has(rule.type) ? [...new Set([...campaign.spent, judged.kind])] : campaign.spent,
    // Kept until a sign-in was decided on: an attempt that did not get so far has not used it up.
    mode: rule.type === 'once' ? { ...campaign.mode, ...rule.mode } : campaign.mode,
    last: judged,
    pairingSinceMs: null,
  };
  const leftMs = deadlineMs(failed, context) - context.monotonicMs;
  const next: Campaign = { ...failed, isOverBudget: leftMs <= 0 };
  const facts = { ...next, ...context, hint: judged.hint, pollingForMs: 0, isOverBudget: isLate(next, context) };
  const plannedMs = isUsedUp ? undefined : retryDelayMs(rule, facts, context.random);
  const delayMs = plannedMs !== undefined && context.isOffline ? Math.max(plannedMs, OFFLINE_RETRY_MS) : plannedMs;
  const effects: Effect[] = isDeviceTokenStale(campaign, failure) ? [{ type: 'forget-device-token' }] : [];
  const reason = judged.kind;
  if (delayMs === undefined)
    return { state: { name: 'stopped', failure: judged, since: context.nowMs }, effects, reason };
  effects.push({ type: 'arm', timer: 'retry', delayMs });
  if (canBeProbed(judged) && !context.isOffline) effects.push({ type: 'probe' });
  effects.push(...budgetTimer(leftMs));
  return { state: { name: 'waiting', campaign: next, until: context.nowMs + delayMs }, effects, reason };
}

/** An outage that begins now. */
function outageFrom({ nowMs, monotonicMs }: MachineContext): Pick<Campaign, 'since' | 'begunMs'> {
  return { since: nowMs, begunMs: monotonicMs };
}

/** None when the budget is spent, or when what is shown has no end of its own. */
function budgetTimer(leftMs: number): Effect[] {
  return leftMs > 0 && Number.isFinite(leftMs) ? [{ type: 'arm', timer: 'budget', delayMs: leftMs }] : [];
}

/** A look over HTTP told more than the failed attempt: what is shown follows it, and what comes back soon is met soon. */
export function enlighten(
  state: StateOf<'waiting'>,
  finding: ProbeFinding,
  context: MachineContext,
): Step<StateOf<'waiting'>> | undefined {
  const { campaign, until } = state;
  const insight = insightOf(campaign, finding);
  if (insight === undefined) return undefined;
  const { nowMs } = context;
  const soonest = Math.min(until, nowMs + insight.withinMs);
  const known = informed(campaign, insight, finding, context);
  const retry: Effect[] = soonest === until ? [] : [{ type: 'arm', timer: 'retry', delayMs: soonest - nowMs }];
  return {
    state: { name: 'waiting', campaign: known.campaign, until: soonest },
    effects: [...retry, ...known.effects],
    reason: `probe-${finding}`,
  };
}

/** {@link enlighten} while the next attempt is under way already: only what is shown follows it. */
export function enlightenAttempt(
  state: StateOf<'connecting'>,
  finding: ProbeFinding,
  context: MachineContext,
): Step<StateOf<'connecting'>> | undefined {
  const insight = insightOf(state.campaign, finding);
  if (insight === undefined) return undefined;
  const { campaign, effects } = informed(state.campaign, insight, finding, context);
  return { state: { name: 'connecting', campaign }, effects, reason: `probe-${finding}` };
}

function insightOf({ last }: Campaign, finding: ProbeFinding): Insight | undefined {
  return last === null ? undefined : INSIGHTS[finding]?.(last.kind);
}

function informed(
  campaign: Campaign,
  { kind }: Insight,
  finding: ProbeFinding,
  context: MachineContext,
): { readonly campaign: Campaign; readonly effects: readonly Effect[] } {
  if (kind === undefined) return { campaign, effects: [] };
  const known = { ...campaign, ...shown(campaign, { kind, detail: `probe-${finding}` }, context) };
  const leftMs = deadlineMs(known, context) - context.monotonicMs;
  return { campaign: { ...known, isOverBudget: leftMs <= 0 }, effects: budgetTimer(leftMs) };
}

/** Approval is needed: asks again slowly, without a budget. */
export function awaitApproval(campaign: Campaign, failure: Failure, context: MachineContext): Step<StateOf<'pairing'>> {
  const pairingSinceMs = campaign.pairingSinceMs ?? context.monotonicMs;
  const next: Campaign = {
    ...campaign,
    ...shown(campaign, failure, context),
    failures: 0,
    isOverBudget: false,
    // Who is asked for approval has signed in well, in this form.
    spent: [],
    last: failure,
    pairingSinceMs,
  };
  const facts = { ...next, ...context, hint: undefined, pollingForMs: context.monotonicMs - pairingSinceMs };
  const delayMs = retryDelayMs(FAILURE_POLICY.pairing.retry, facts, context.random) ?? 0;
  return {
    state: { name: 'pairing', campaign: next, until: context.nowMs + delayMs },
    effects: [{ type: 'arm', timer: 'retry', delayMs }],
    reason: 'pairing',
  };
}

/** The kind that a failure amounts to, given what was tried before and which credentials there are. */
function judge(campaign: Campaign, kind: FailureKind, context: MachineContext): FailureKind {
  if (kind === 'token-mismatch' && canTryDeviceToken(campaign, context)) return 'token-mismatch-device';
  // Both tokens were sent, so the shared one was wrong already.
  if (kind === 'device-token-stale' && campaign.mode.withDeviceToken) return 'token-mismatch';
  if (kind === 'device-token-stale' && !context.hasSharedSecret) return 'device-token-refused';
  const rule = FAILURE_POLICY[kind].retry;
  return rule.type === 'once' && campaign.spent.includes(kind) ? rule.otherwise : kind;
}

/** Named as such, or no help beside a shared token that was refused. */
function isDeviceTokenStale({ mode }: Campaign, { kind }: Failure): boolean {
  return kind === 'device-token-stale' || (kind === 'token-mismatch' && mode.withDeviceToken);
}

function canTryDeviceToken(campaign: Campaign, { isTrusted, hasDeviceToken }: MachineContext): boolean {
  return isTrusted && hasDeviceToken && !campaign.spent.includes('token-mismatch-device');
}
