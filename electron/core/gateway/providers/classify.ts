import type { DomainEvent, GatewayModel, ProviderFailureKind } from '../../../contract/index.ts';
import { clean } from '../health/index.ts';
import type { RunFailure } from './run-failure.ts';

type ProviderFailed = Extract<DomainEvent, { type: 'agentProviderFailed' }>;

/**
 * The kinds of `failoverReason` (gateway 2026.9.1). Those that are missing are about the conversation and not about the
 * provider: `format`, `context_overflow`, `session_expired`.
 */
const BY_REASON: Readonly<Record<string, ProviderFailureKind>> = {
  rate_limit: 'rate_limit',
  billing: 'billing',
  auth: 'auth',
  auth_permanent: 'auth',
  overloaded: 'overloaded',
  server_error: 'server_error',
  timeout: 'timeout',
  tls_certificate: 'tls',
  model_not_found: 'model_not_found',
  empty_response: 'unknown',
  no_error_details: 'unknown',
  unclassified: 'unknown',
  unknown: 'unknown',
};

const BY_UNAVAILABLE = { 'missing-auth': 'auth', 'auth-failed': 'auth', cooldown: 'cooldown' } as const;

const SENTENCES: Readonly<Record<ProviderFailureKind, string>> = {
  rate_limit: '{provider} takes no more requests for now: the rate limit is reached.',
  billing: '{provider} refuses requests: the quota or the credit is used up.',
  auth: '{provider} does not accept the credentials of {gateway}.',
  overloaded: '{provider} is overloaded.',
  server_error: '{provider} had an error of its own.',
  timeout: '{provider} did not answer in time.',
  model_not_found: '{provider} does not know the model{model}.',
  tls: 'The certificate of {provider} is not trusted by {gateway}.',
  cooldown: '{gateway} pauses {provider} after earlier errors.',
  unknown: '{provider} failed a run of {gateway}.',
};

/**
 * The event for a run that failed; undefined when the failure is not the provider's, or when nothing at all is known of
 * it. `models`: what the gateway says about its models since, undefined when it does not tell.
 */
export function providerFailed(
  failure: RunFailure,
  models: readonly GatewayModel[] | undefined,
  { profile, at }: { readonly profile: string; readonly at: number },
): ProviderFailed | undefined {
  const { runId, failoverReason } = failure;
  const row = rowOf(failure, models ?? []);
  const kind = kindOf(failoverReason, row);
  if (kind === undefined) return undefined;
  const provider = shown(failure.provider) ?? row?.provider ?? null;
  const model = shown(failure.model) ?? row?.id ?? null;
  const sentence = SENTENCES[kind]
    .replaceAll('{provider}', provider ?? 'The provider')
    .replaceAll('{gateway}', profile)
    .replaceAll('{model}', model === null ? '' : ` ${model}`);
  return {
    type: 'agentProviderFailed',
    at,
    profile,
    runId,
    agentId: failure.agentId ?? null,
    sessionKey: failure.sessionKey ?? null,
    provider,
    model,
    failoverReason: failoverReason ?? null,
    kind,
    until: row?.until ?? null,
    sentence: `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`,
  };
}

function shown(text: string | undefined): string | null {
  return text === undefined ? null : clean(text, 60);
}

function kindOf(reason: string | undefined, row: GatewayModel | undefined): ProviderFailureKind | undefined {
  if (reason !== undefined) return Object.hasOwn(BY_REASON, reason) ? BY_REASON[reason] : undefined;
  return row?.reason === undefined || row.reason === null ? undefined : BY_UNAVAILABLE[row.reason];
}

/** The model that the run failed with, when it is paused; of a run that did not name it the default one, or the only one. */
function rowOf({ provider, model }: RunFailure, models: readonly GatewayModel[]): GatewayModel | undefined {
  const paused = models.filter(({ available }) => !available);
  if (provider !== undefined) {
    const own = paused.filter(row => row.provider === provider);
    return own.find(({ id }) => id === model) ?? own[0];
  }
  return paused.find(({ isDefault }) => isDefault) ?? (paused.length === 1 ? paused[0] : undefined);
}
