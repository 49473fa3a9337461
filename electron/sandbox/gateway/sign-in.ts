import type { Clock } from '../../core/platform/index.ts';
import type { ConnectParams } from './connect-params.ts';
import type { PairingBook } from './pairing-book.ts';
import { isWider } from './scopes.ts';
import type { ErrorShape } from './wire.ts';

/** How callers prove themselves to the gateway as a whole. */
export type SandboxGatewayAuth =
  | { readonly mode: 'token'; readonly token: string }
  | { readonly mode: 'password'; readonly password: string }
  | { readonly mode: 'none' };

/** Somebody signed in, or why not. `delayMs`: how long the gateway takes to say so. */
export type SignIn =
  | { readonly kind: 'known'; readonly isShared: boolean }
  | { readonly kind: 'refused'; readonly error: ErrorShape; readonly delayMs: number };

type AuthFault =
  | 'AUTH_TOKEN_MISSING'
  | 'AUTH_TOKEN_MISMATCH'
  | 'AUTH_PASSWORD_MISSING'
  | 'AUTH_PASSWORD_MISMATCH'
  | 'AUTH_DEVICE_TOKEN_MISMATCH'
  | 'AUTH_SCOPE_MISMATCH'
  | 'AUTH_BOOTSTRAP_TOKEN_INVALID'
  | 'AUTH_RATE_LIMITED';

/** Of gateway 2026.9.1: local callers wait longer for each wrong secret, others are shut out for a while. */
const FIRST_PENALTY_MS = 250;
const MOST_PENALTY_MS = 5_000;
const MOST_FAILURES = 10;
const FAILURE_WINDOW_MS = 60_000;
const LOCKOUT_MS = 300_000;

/** Checks secrets, and remembers wrong ones. */
export class SignInDesk {
  readonly #clock: Clock;
  readonly #book: PairingBook;
  #failures: number[] = [];
  #lockedUntil = 0;
  auth: SandboxGatewayAuth;

  constructor(clock: Clock, book: PairingBook, auth: SandboxGatewayAuth) {
    this.#clock = clock;
    this.#book = book;
    this.auth = auth;
  }

  /** The shared secret of the gateway's mode, or the device's own token. */
  check(params: ConnectParams, { isRemote }: { readonly isRemote: boolean }): SignIn {
    const nowMs = this.#clock.now();
    if (nowMs < this.#lockedUntil) return this.#locked(nowMs);
    const fault = this.#fault(params);
    if (fault === undefined) {
      this.#failures = [];
      return { kind: 'known', isShared: this.#isShared(params) };
    }
    if (!isGuess(fault)) return refusal(fault, params, 0);
    this.#failures = [...this.#failures.filter(at => at > nowMs - FAILURE_WINDOW_MS), nowMs];
    if (isRemote && this.#failures.length >= MOST_FAILURES) this.#lockedUntil = nowMs + LOCKOUT_MS;
    const doublings = this.#failures.length - 1;
    return refusal(fault, params, isRemote ? 0 : Math.min(FIRST_PENALTY_MS * 2 ** doublings, MOST_PENALTY_MS));
  }

  /** From now on as if nobody had ever been wrong. */
  forgive(): void {
    this.#failures = [];
    this.#lockedUntil = 0;
  }

  /** From now on everybody is shut out for `forMs`, as a caller from elsewhere after ten wrong secrets. */
  lock(forMs: number): void {
    this.#lockedUntil = this.#clock.now() + forMs;
  }

  #locked(nowMs: number): SignIn {
    const shape = errorOf('AUTH_RATE_LIMITED', { canRetry: false, nextStep: 'wait_then_retry' });
    return {
      kind: 'refused',
      error: { ...shape, retryable: true, retryAfterMs: this.#lockedUntil - nowMs },
      delayMs: 0,
    };
  }

  /** True when the gateway's own secret was shown, and not just the device's token. */
  #isShared({ auth: shown }: ConnectParams): boolean {
    if (this.auth.mode === 'token') return shown?.token === this.auth.token;
    if (this.auth.mode === 'password') return shown?.password === this.auth.password;
    return true;
  }

  #fault(params: ConnectParams): AuthFault | undefined {
    if (this.#isShared(params)) return undefined;
    const { auth: shown, device, role = 'operator', scopes = [] } = params;
    const candidate = shown?.deviceToken ?? shown?.token;
    if (device !== undefined && candidate !== undefined) {
      const own = this.#book.tokenMatching(device.id, role, candidate);
      if (own !== undefined) return isWider(scopes, own.scopes) ? 'AUTH_SCOPE_MISMATCH' : undefined;
    }
    if (shown?.deviceToken !== undefined) return 'AUTH_DEVICE_TOKEN_MISMATCH';
    if (shown?.bootstrapToken !== undefined) return 'AUTH_BOOTSTRAP_TOKEN_INVALID';
    if (this.auth.mode === 'password') {
      return shown?.password === undefined ? 'AUTH_PASSWORD_MISSING' : 'AUTH_PASSWORD_MISMATCH';
    }
    return shown?.token === undefined ? 'AUTH_TOKEN_MISSING' : 'AUTH_TOKEN_MISMATCH';
  }
}

/** Whether a failure tells of somebody who tries secrets. */
function isGuess(fault: AuthFault): boolean {
  return fault.endsWith('_MISMATCH') && fault !== 'AUTH_SCOPE_MISMATCH';
}

function refusal(fault: AuthFault, { auth, device }: ConnectParams, delayMs: number): SignIn {
  const canRetry = fault === 'AUTH_TOKEN_MISMATCH' && device !== undefined && auth?.deviceToken === undefined;
  return { kind: 'refused', error: errorOf(fault, { canRetry, nextStep: nextStep(fault, canRetry) }), delayMs };
}

function nextStep(fault: AuthFault, canRetry: boolean): string {
  if (canRetry) return 'retry_with_device_token';
  if (fault === 'AUTH_SCOPE_MISMATCH') return 'review_auth_configuration';
  return fault.endsWith('_MISSING') ? 'update_auth_configuration' : 'update_auth_credentials';
}

function errorOf(fault: AuthFault, { canRetry, nextStep }: { canRetry: boolean; nextStep: string }): ErrorShape {
  const authReason = fault.slice('AUTH_'.length).toLowerCase();
  return {
    code: 'INVALID_REQUEST',
    message: `unauthorized: ${authReason.replaceAll('_', ' ')}`,
    details: { code: fault, authReason, canRetryWithDeviceToken: canRetry, recommendedNextStep: nextStep },
  };
}
