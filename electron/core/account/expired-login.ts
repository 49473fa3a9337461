import type { Clock } from '../platform/index.ts';
import type { AuthClient } from './auth-client.ts';
import type { LoginBundle } from './bundle.ts';
import { AccountError } from './errors.ts';
import { timesOfBundle } from './expiry.ts';

/** What {@link renewExpired} needs. */
export interface RenewExpiredOptions {
  readonly auth: AuthClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * A login whose token is over is renewed before it is taken: one that the server has ended must not take the place of an
 * account that works. It is taken as it is when the server cannot be asked. Throws `login_bundle_expired`.
 */
export async function renewExpired(
  bundle: LoginBundle,
  { auth, clock, signal }: RenewExpiredOptions,
): Promise<LoginBundle> {
  const { refreshAt } = timesOfBundle(bundle, clock.now());
  if (bundle.refreshToken === null || refreshAt === null || clock.now() < refreshAt) return bundle;
  const outcome = await auth.refresh(bundle.auth, bundle.refreshToken, signal);
  switch (outcome.kind) {
    case 'failed':
      return bundle;
    case 'refused':
      throw new AccountError('login_bundle_expired', 'The server has ended this login.', {
        remedy: 'Sign in again: gatehouse login.',
      });
    case 'renewed': {
      const { accessToken, refreshToken, expiresInS, expiresAtS } = outcome;
      // How long it lasts counts from now; when it ends is by the clock of the server.
      const times = { expiresInS, expiresAtS: expiresInS === null ? expiresAtS : null };
      return { ...bundle, accessToken, refreshToken: refreshToken ?? bundle.refreshToken, ...times };
    }
  }
}
