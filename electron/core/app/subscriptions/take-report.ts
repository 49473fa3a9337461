import type { AgentFailureReply, AgentFailureReport } from '../../../contract/index.ts';
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
  { status = null, message = null, headers, ...rest }: AgentFailureReport,
  nowMs: number,
  signal: AbortSignal,
): Promise<AgentFailureReply> {
  const text = message === null ? null : extractFailureText(message);
  const answer = headers === undefined || status === null ? undefined : { status, headers, body: message ?? '' };
  const verdict = answer === undefined ? undefined : classifyProviderResponse(answer, nowMs);
  if (answer !== undefined) {
    const id = await usedId(parts, agent, rest.subscription, signal);
    if (id !== null) parts.book.observe(id, answer);
  }
  return failureReply(
    await parts.rotator.agentFailed({ ...rest, agent, status, message: text, nowMs, verdict }, signal),
  );
}

async function usedId(
  { vault, state }: Parts,
  agent: string,
  subscription: string | undefined,
  signal: AbortSignal,
): Promise<string | null> {
  if (subscription !== undefined) return (vault.byId(subscription) ?? vault.find(subscription)).id;
  return (await state.read(agent, signal))?.subscriptionId ?? null;
}
