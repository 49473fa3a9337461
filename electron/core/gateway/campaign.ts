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
const BROKEN: ReadonlySet<FailureKind> = new Set(['lost', 'half-open', 'stalled']);

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
export function newCampaign(nowMs: number, flaps = 0): Campaign {
  return {
    since: nowMs,
    attempt: 0,
    failures: 0,
    flaps,
    isOverBudget: false,
    spent: [],
    mode: ORDINARY,
    last: null,
    shown: null,
    pairingSince: null,
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
export function launch(context: MachineContext, reason: string): Step<StateOf<'connecting'>> {
  const step = attempt(newCampaign(context.nowMs), context, reason);
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
  const next: Campaign = {
    ...campaign,
    failures: campaign.failures + (FREE.has(rule.type) ? 0 : 1),
    spent: FREE.has(rule.type) ? [...new Set([...campaign.spent, judged.kind])] : campaign.spent,
    mode: rule.type === 'once' ? { ...ORDINARY, ...rule.mode } : ORDINARY,
    last: judged,
    shown: tells(campaign, judged),
    pairingSince: null,
  };
  const delayMs = isUsedUp
    ? undefined
    : retryDelayMs(rule, { ...next, ...context, hint: judged.hint, pollingForMs: 0 }, context.random);
  const effects: Effect[] = isDeviceTokenStale(campaign, failure) ? [{ type: 'forget-device-token' }] : [];
  const reason = judged.kind;
  if (delayMs === undefined)
    return { state: { name: 'stopped', failure: judged, since: context.nowMs }, effects, reason };
  effects.push({ type: 'arm', timer: 'retry', delayMs });
  if (canBeProbed(judged)) effects.push({ type: 'probe' });
  // Who was let go while waiting for approval has no budget running yet.
  if (campaign.pairingSince !== null) effects.push({ type: 'arm', timer: 'budget', delayMs: context.budgetMs });
  return { state: { name: 'waiting', campaign: next, until: context.nowMs + delayMs }, effects, reason };
}

/** A look over HTTP told more than the failed attempt: what is shown follows it, and what comes back soon is met soon. */
export function enlighten(
  state: StateOf<'waiting'>,
  finding: ProbeFinding,
  { nowMs }: MachineContext,
): Step<StateOf<'waiting'>> | undefined {
  const { campaign, until } = state;
  const insight = insightOf(campaign, finding);
  if (insight === undefined) return undefined;
  const soonest = Math.min(until, nowMs + insight.withinMs);
  return {
    state: { name: 'waiting', campaign: informed(campaign, insight, finding), until: soonest },
    effects: soonest === until ? [] : [{ type: 'arm', timer: 'retry', delayMs: soonest - nowMs }],
    reason: `probe-${finding}`,
  };
}

/** {@link enlighten} while the next attempt is under way already: only what is shown follows it. */
export function enlightenAttempt(
  { campaign }: StateOf<'connecting'>,
  finding: ProbeFinding,
): Step<StateOf<'connecting'>> | undefined {
  const insight = insightOf(campaign, finding);
  if (insight === undefined) return undefined;
  const state = { name: 'connecting', campaign: informed(campaign, insight, finding) } as const;
  return { state, effects: [], reason: `probe-${finding}` };
}

function insightOf({ last }: Campaign, finding: ProbeFinding): Insight | undefined {
  return last === null ? undefined : INSIGHTS[finding]?.(last.kind);
}

function informed(campaign: Campaign, { kind }: Insight, finding: ProbeFinding): Campaign {
  return kind === undefined ? campaign : { ...campaign, shown: { kind, detail: `probe-${finding}` } };
}

/** Approval is needed: asks again slowly, without a budget. */
export function awaitApproval(campaign: Campaign, failure: Failure, context: MachineContext): Step<StateOf<'pairing'>> {
  const pairingSince = campaign.pairingSince ?? context.nowMs;
  const next: Campaign = {
    ...campaign,
    failures: 0,
    isOverBudget: false,
    mode: ORDINARY,
    last: failure,
    shown: failure,
    pairingSince,
  };
  const facts = { ...next, ...context, hint: undefined, pollingForMs: context.nowMs - pairingSince };
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

/** Of two failures of one outage the one that says more: "restarting" is not replaced by "nothing answers". */
function tells(campaign: Campaign, failure: Failure): Failure {
  if (campaign.shown === null || campaign.isOverBudget) return failure;
  return FAILURE_POLICY[failure.kind].isVague && !FAILURE_POLICY[campaign.shown.kind].isVague
    ? campaign.shown
    : failure;
}
