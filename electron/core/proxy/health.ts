import type { TeeStatus } from '../../contract/index.ts';
import type { Clock } from '../platform/index.ts';

/** Where the health report gets its facts from. */
export interface HealthSources {
  /** Whether there is a token for the relay. */
  signedIn(signal: AbortSignal): Promise<boolean>;
  tee(): TeeStatus;
}

/** The last request that failed, or answer that was refused. */
export interface LastFailure {
  readonly code: string;
  readonly at: number;
}

/**
 * The body of `GET /health`: the peer product's four keys (`status` is honest here), and what a monitor needs beside
 * them. Ages are seconds. `degraded`: requests may still succeed; `unavailable`: they cannot.
 */
export interface HealthReport {
  readonly status: 'ok' | 'degraded' | 'unavailable';
  readonly verified_inference: true;
  readonly active_tee_id: string | null;
  readonly active_tee_endpoint: string | null;
  readonly sandbox: boolean;
  readonly signed_in: boolean;
  readonly tee: { readonly state: string; readonly sentence: string; readonly selected_age_seconds: number | null };
  readonly registry: { readonly state: string; readonly read_age_seconds: number | null };
  readonly last_failure: { readonly code: string; readonly age_seconds: number } | null;
  readonly problems: readonly string[];
}

/** Puts the report together. Never contains a secret, a prompt or an answer. */
export async function reportHealth(
  sources: HealthSources,
  lastFailure: LastFailure | undefined,
  sandbox: boolean,
  clock: Clock,
  signal: AbortSignal,
): Promise<HealthReport> {
  // A store that cannot be read is as good as no token.
  const signedIn = await sources.signedIn(signal).catch(() => false);
  const tee = sources.tee();
  const ageSeconds = (at: number | null): number | null =>
    at === null ? null : Math.max(0, Math.round((clock.now() - at) / 1_000));
  const problems = [...(signedIn ? [] : ['not_signed_in']), ...teeProblems(tee)];
  const cannotServe =
    !signedIn ||
    tee.state === 'not-configured' ||
    tee.state === 'offline' ||
    (tee.current === null && tee.state !== 'idle');
  return {
    status: cannotServe ? 'unavailable' : problems.length > 0 ? 'degraded' : 'ok',
    verified_inference: true,
    active_tee_id: tee.current?.teeId ?? null,
    active_tee_endpoint: tee.current?.endpoint ?? null,
    sandbox,
    signed_in: signedIn,
    tee: {
      state: tee.state,
      sentence: tee.sentence,
      selected_age_seconds: ageSeconds(tee.current?.selectedAt ?? null),
    },
    registry: { state: tee.registry.state, read_age_seconds: ageSeconds(tee.registry.lastReadAt) },
    last_failure:
      lastFailure === undefined ? null : { code: lastFailure.code, age_seconds: ageSeconds(lastFailure.at) ?? 0 },
    problems,
  };
}

function teeProblems(tee: TeeStatus): readonly string[] {
  const problems: string[] = [];
  if (tee.state === 'offline') problems.push('computer_offline');
  if (tee.current === null) problems.push('no_tee_selected');
  if (tee.registry.state !== 'ok' && tee.registry.state !== 'unread') problems.push(`registry_${tee.registry.state}`);
  return problems;
}
