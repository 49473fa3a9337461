import type { AuthClient } from './auth-client.ts';
import type { AccountRecord } from './record.ts';

/**
 * Ends the session of a record at its server. With a token that has expired already the server ends nothing, so that a
 * last one is fetched for it. False when it was not done. Throws only the signal's reason.
 */
export async function endSession(
  { auth: server, tokens }: AccountRecord,
  auth: AuthClient,
  signal: AbortSignal,
): Promise<boolean> {
  if (tokens === null) return false;
  if (await auth.revoke(server, tokens.access, signal)) return true;
  if (tokens.refresh === null) return false;
  const outcome = await auth.refresh(server, tokens.refresh, signal);
  return outcome.kind === 'renewed' && auth.revoke(server, outcome.accessToken, signal);
}
