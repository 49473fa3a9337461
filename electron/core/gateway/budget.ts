import type { Failure } from './failure.ts';
import type { Campaign, MachineContext } from './machine.ts';
import { FAILURE_POLICY } from './policy.ts';

/**
 * When an outage counts as a failure, in monotonic milliseconds: at the end of its budget, or when the patience with what
 * is shown ends. Infinity: not for as long as that holds.
 */
export function deadlineMs(campaign: Campaign, { budgetMs }: MachineContext): number {
  const { begunMs, last, shownSinceMs, shownAtMs } = campaign;
  const endMs = begunMs + budgetMs;
  if (campaign.shown === null) return endMs;
  const { kind } = campaign.shown;
  const { patienceMs } = FAILURE_POLICY[kind];
  if (Number.isFinite(patienceMs)) return patienceMs === 0 ? endMs : Math.max(endMs, shownSinceMs + patienceMs);
  // That nothing answers any more is what a stop leads to; of all else it means that it is over.
  if (kind === 'stopped-by-owner' || last?.kind === kind) return Number.POSITIVE_INFINITY;
  return Math.max(endMs, shownAtMs + budgetMs);
}

/** Whether a start is no longer likely enough to be looked for often. */
export function isLate(campaign: Campaign, context: MachineContext): boolean {
  const hasNoEnd = deadlineMs(campaign, context) === Number.POSITIVE_INFINITY;
  return campaign.isOverBudget || (hasNoEnd && context.monotonicMs - campaign.begunMs >= context.budgetMs);
}

/** What is shown after `failure`: of two of one outage the one that says more, and since when. */
export function shown(
  campaign: Campaign,
  failure: Failure,
  { monotonicMs }: MachineContext,
): Pick<Campaign, 'shown' | 'shownSinceMs' | 'shownAtMs'> {
  const before = campaign.shown;
  const { shownSinceMs, shownAtMs } = campaign;
  // "Restarting" is not replaced by "nothing answers".
  const saysLess = FAILURE_POLICY[failure.kind].isVague && before !== null && !FAILURE_POLICY[before.kind].isVague;
  if (saysLess && !campaign.isOverBudget) return { shown: before, shownSinceMs, shownAtMs };
  const isSame = before?.kind === failure.kind;
  return { shown: failure, shownSinceMs: isSame ? shownSinceMs : monotonicMs, shownAtMs: monotonicMs };
}
