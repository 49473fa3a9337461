import type { DomainEvent } from '../../../contract/index.ts';
import type { FailureReport, FailureVerdict } from '../../subscriptions/index.ts';

type ProviderFailed = Extract<DomainEvent, { type: 'agentProviderFailed' }>;

/** Whose credentials these are; OpenClaw's names of the provider, its command line among them. */
const OUR_PROVIDER = /anthropic|claude/i;

/**
 * The failures that a gateway's word makes. Only what speaks against a credential of ours counts: another provider's
 * trouble, an overload or a pause of the gateway itself moves nobody.
 */
export function providerFailureReport(
  { agentId, provider, kind, until, sentence }: ProviderFailed,
  agentsOf: (openclawId: string) => readonly string[],
): readonly FailureReport[] {
  if (agentId === null || (provider !== null && !OUR_PROVIDER.test(provider))) return [];
  const verdict = verdictOf(kind, until);
  if (verdict === undefined) return [];
  return agentsOf(agentId).map(agent => ({ agent, status: null, message: sentence, verdict }));
}

function verdictOf(kind: ProviderFailed['kind'], until: number | null): FailureVerdict | undefined {
  if (kind === 'auth' || kind === 'billing') return { kind: 'auth', rule: 'gateway' };
  if (kind !== 'rate_limit') return undefined;
  const cooldownHint = { scope: 'subscription', ...(until === null ? {} : { untilMs: until }) } as const;
  return { kind: 'rate_limit', rule: 'gateway', cooldownHint };
}
