import type { AgentFailureReply, AgentFailureReport } from '../../../contract/index.ts';
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
  if (answer !== undefined) {
    const id = await usedId(parts, agent, rest, signal);
    if (id !== null) parts.book.observe(id, answer);
  }
  return failureReply(
    await parts.rotator.agentFailed({ ...rest, agent, status, message: text, nowMs, verdict }, signal),
  );
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
