import type { AgentFailureReply, AgentFailureReport } from '../../../contract/index.ts';
import { autoSwitchedFrom } from '../../agents/index.ts';
import type { SecretScrubber } from '../../platform/index.ts';
import { classifyProviderResponse, extractFailureText } from '../../subscriptions/index.ts';
import { failureReply } from './failure-reply.ts';
import type { Parts } from './parts.ts';

/**
 * Takes in a failed turn of a known agent. The provider's headers, where the agent has them, say which limit it was, and
 * are a reading that costs nothing. Throws `subscription_unknown`, and what the state throws.
 */
export async function takeReport(
  parts: Parts,
  agent: string,
  { status = null, message: given = null, headers, ...rest }: AgentFailureReport,
  { nowMs, scrubber }: { readonly nowMs: number; readonly scrubber: SecretScrubber },
  signal: AbortSignal,
): Promise<AgentFailureReply> {
  // Before anything is cut: half a secret is not recognised any more.
  const message = given === null ? null : scrubber.redact(given);
  const text = message === null ? null : extractFailureText(message);
  const answer = headers === undefined || status === null ? undefined : { status, headers, body: message ?? '' };
  const verdict = answer === undefined ? undefined : classifyProviderResponse(answer, nowMs);
  const measuredId = answer === undefined ? null : await usedId(parts, agent, rest, signal);
  const left = rest.subscription === undefined ? leftAlready(parts, agent, message) : undefined;
  if (left?.id === null) {
    return { ...failureReply(await parts.rotator.follow(agent, signal)), why: 'stale', retry: true };
  }
  const ranOn = left === undefined ? {} : { subscription: left.id };
  const failure = { ...rest, ...ranOn, agent, status, message: text, nowMs, verdict };
  const result = await parts.rotator.agentFailed(failure, signal);
  // After the switch, whose cause would otherwise be the reading and not the failure.
  if (answer !== undefined && measuredId !== null) parts.book.observe(measuredId, answer);
  return failureReply(result);
}

/**
 * What the turn ran on, when the agent's own backend says in its answer that it has moved the agent away from it
 * already; id null: that one is not stored here, and nothing can be held against it.
 */
function leftAlready(
  { vault, registry }: Parts,
  agent: string,
  message: string | null,
): { readonly id: string | null } | undefined {
  const name = registry.known(agent)?.entry.kind === 'trinity' ? autoSwitchedFrom(message ?? '') : undefined;
  if (name === undefined) return undefined;
  return { id: vault.subscriptions().find(one => one.name === name)?.id ?? null };
}

/** Null also for a turn that outlived its assignment: it may have run on a token that was replaced since. */
async function usedId(
  { vault, state }: Parts,
  agent: string,
  { subscription, generation }: Pick<AgentFailureReport, 'subscription' | 'generation'>,
  signal: AbortSignal,
): Promise<string | null> {
  const named = subscription === undefined ? undefined : (vault.byId(subscription) ?? vault.find(subscription)).id;
  const assigned = await state.read(agent, signal);
  if (generation !== undefined && generation < (assigned?.generation ?? 0)) return null;
  return named ?? assigned?.subscriptionId ?? null;
}
