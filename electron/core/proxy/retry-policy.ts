import { VerificationError } from '../proof/index.ts';
import type { Suspicion, SuspicionKind } from './ports.ts';
import { RelayError } from './relay-error.ts';

/**
 * What kind of failure an attempt ended in.
 * - `stale-key`, `unknown-tee`, `tee-down`: the enclave did not accept the request, so nothing can have run.
 * - `timeout`: it may have run, and been billed.
 * - `no-connection`: the relay itself was not reached. `reset`, `cut`: the connection broke before or within the answer.
 * - `channel`: what came is not a sealed answer, or does not open whole. `verification`: it opens and proves nothing.
 * - `enclave-failure`: a 500. `final`: everything that another TEE would answer alike.
 */
export type FailureCategory =
  | 'stale-key'
  | 'unknown-tee'
  | 'tee-down'
  | 'timeout'
  | 'no-connection'
  | 'reset'
  | 'cut'
  | 'channel'
  | 'verification'
  | 'enclave-failure'
  | 'final';

/** What is done about a failure. Never more than one retry, and none once anything of an answer went to the client. */
export interface RetryRule {
  /**
   * - `elsewhere`: on another TEE, or on the same one when the registry shows that its keys have changed.
   * - `anywhere`: on another TEE, or on the same one when there is no other.
   * - `if-replaced`: only when the suspect has been replaced.
   */
  readonly retry: 'elsewhere' | 'anywhere' | 'if-replaced' | 'never';
  /** `wait`: the registry is checked before anything else is decided; `background`: nobody waits for the check. */
  readonly check: 'wait' | 'background' | 'none';
  /** What the TEE is suspected of; null when the failure says nothing about it. */
  readonly suspicion: SuspicionKind | null;
  /** What becomes of a TEE that the registry lists unchanged, or that nobody could look up: requests go to another from
   * here on (`switch`), and it counts toward its quarantine as well (`quarantine`). */
  readonly unchanged: 'keep' | 'switch' | 'quarantine';
  /** Whether it is an alarm when the registry lists the TEE unchanged. */
  readonly alarm: boolean;
}

const REFUSED = { retry: 'elsewhere', check: 'wait', unchanged: 'quarantine', alarm: false } as const;
const BROKEN = { check: 'none', suspicion: 'relay-failure', unchanged: 'quarantine', alarm: false } as const;
const UNTRUSTED = { retry: 'if-replaced', check: 'wait', unchanged: 'quarantine', alarm: true } as const;
const KEPT = { retry: 'never', unchanged: 'keep', alarm: false } as const;

/** The one table of what follows from a failed attempt. */
export const RETRY_POLICY: Readonly<Record<FailureCategory, RetryRule>> = {
  'stale-key': { ...REFUSED, suspicion: 'stale-key' },
  'unknown-tee': { ...REFUSED, suspicion: 'unknown-tee' },
  'tee-down': { ...REFUSED, suspicion: 'relay-failure' },
  timeout: { ...BROKEN, retry: 'never', suspicion: 'timeout' },
  'no-connection': { ...BROKEN, retry: 'anywhere', suspicion: 'relay-unreachable', unchanged: 'switch' },
  reset: { ...BROKEN, retry: 'anywhere' },
  cut: { ...BROKEN, retry: 'elsewhere' },
  channel: { ...UNTRUSTED, suspicion: 'channel' },
  verification: { ...UNTRUSTED, suspicion: 'verification' },
  'enclave-failure': { ...KEPT, check: 'background', suspicion: 'enclave-failure' },
  final: { ...KEPT, check: 'none', suspicion: null },
};

/** The category of what an attempt threw. */
export function failureCategory(error: unknown): FailureCategory {
  if (error instanceof VerificationError) {
    return error.check === 'channel' || error.check === 'response_type' ? 'channel' : 'verification';
  }
  if (!(error instanceof RelayError)) return 'final';
  switch (error.failure) {
    case 'unreachable':
      return 'no-connection';
    case 'reset':
    case 'cut':
    case 'timeout':
      return error.failure;
    case 'status':
      return statusCategory(error);
    default:
      return 'final';
  }
}

/** What the TEE of a failed attempt is suspected of; undefined when nothing. */
export function suspicionOf(error: unknown): Suspicion | undefined {
  const kind = RETRY_POLICY[failureCategory(error)].suspicion;
  return kind === null ? undefined : { kind, detail: detailOf(error) };
}

function statusCategory({ status, staleKey, fromProvider }: RelayError): FailureCategory {
  if (staleKey) return 'stale-key';
  switch (status) {
    case 404:
      return 'unknown-tee';
    case 500:
      return fromProvider ? 'final' : 'enclave-failure';
    case 502:
    case 503:
      return fromProvider ? 'final' : 'tee-down';
    case 504:
      return fromProvider ? 'final' : 'timeout';
    default:
      return 'final';
  }
}

/** Never the relay's own text, which may quote anything. */
function detailOf(error: unknown): string {
  if (error instanceof VerificationError) return `failed check: ${error.check}`;
  if (!(error instanceof RelayError)) return '';
  return error.status === undefined ? error.code : `HTTP status ${error.status}`;
}
