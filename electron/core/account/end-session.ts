import { abortReason, type Clock, deadline } from '../platform/index.ts';
import type { AuthClient } from './auth-client.ts';
import type { AccountRecord } from './record.ts';

/** What {@link endSession} needs. */
export interface EndSessionOptions {
  readonly auth: AuthClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Whoever signs out waits this long at most; the session is gone from here anyway. */
const LIMIT_MS = 8_000;

/**
 * Ends the session of a record at its server. With a token that has expired already the server ends nothing, so that a
 * last one is fetched for it. False when it was not done in time. Throws only the signal's reason.
 */
export async function endSession(
  { auth: server, tokens }: AccountRecord,
  { auth, clock, signal }: EndSessionOptions,
): Promise<boolean> {
  if (tokens === null) return false;
  const limit = deadline(clock, LIMIT_MS, signal, () => new Error('it did not answer in time'));
  try {
    if (await auth.revoke(server, tokens.access, limit.signal)) return true;
    if (tokens.refresh === null) return false;
    const outcome = await auth.refresh(server, tokens.refresh, limit.signal);
    return outcome.kind === 'renewed' && (await auth.revoke(server, outcome.accessToken, limit.signal));
  } catch {
    if (signal.aborted) throw abortReason(signal);
    return false;
  } finally {
    limit.done();
  }
}
