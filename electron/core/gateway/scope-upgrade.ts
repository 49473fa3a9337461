import type { ScopeUpgradeRequest, ScopeUpgradeWait } from '@openclaw/gateway-protocol';
import { GatewayError } from './errors.ts';
import type { Hello } from './hello.ts';
import type { RequestOptions } from './requests.ts';
import { asRecord, asText, asTexts } from './untrusted.ts';

/** How a wish for more scopes ended. */
export type ScopeUpgradeOutcome =
  | { readonly status: 'approved'; readonly scopes: readonly string[] }
  | { readonly status: 'rejected' | 'expired'; readonly requestId: string };

/** What `device.scopes.waitUpgrade` answered. */
export type ScopeUpgradeAnswer =
  | { readonly status: 'approved'; readonly scopes: readonly string[]; readonly deviceToken: string }
  | { readonly status: 'rejected' | 'expired'; readonly requestId: string };

/** Options of {@link upgradeScopes}. */
export interface ScopeUpgradeOptions {
  readonly request: (method: string, params: unknown, options: RequestOptions) => Promise<unknown>;
  /** The gateway waits for its owner now; null when it named no request that can be put into a command. */
  readonly onWaiting: (requestId: string | null) => void;
  readonly signal: AbortSignal;
}

const REQUEST = 'device.scopes.requestUpgrade';
const WAIT = 'device.scopes.waitUpgrade';
/** The pattern of gateway 2026.9.1 for request ids; anything else stays out of commands. */
const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/**
 * Asks the gateway's owner for `scopes` on a live connection and waits without a limit; the wait survives a reconnect.
 * Rejects with `gateway_unsupported` (a gateway without it), `gateway_answer_invalid`, what `request` rejects with, and
 * the signal's reason.
 */
export async function upgradeScopes(
  scopes: readonly string[],
  hello: Hello,
  { request, onWaiting, signal }: ScopeUpgradeOptions,
): Promise<ScopeUpgradeAnswer> {
  if (!hello.methods.includes(REQUEST) || !hello.methods.includes(WAIT)) {
    throw new GatewayError('gateway_unsupported', 'This gateway cannot widen an access while it is connected.', {
      remedy: 'Update the gateway, or approve this computer for more access there.',
    });
  }
  const wish: ScopeUpgradeRequest = { scopes: [...scopes] };
  const requestId = asText(asRecord(await request(REQUEST, wish, { signal }))?.['requestId']);
  if (requestId === undefined) throw answerInvalid(REQUEST);
  onWaiting(REQUEST_ID.test(requestId) ? requestId : null);
  const wait: ScopeUpgradeWait = { requestId };
  const answer = asRecord(await request(WAIT, wait, { signal, timeoutMs: null, idempotent: true }));
  const status = answer?.['status'];
  if (status === 'rejected' || status === 'expired') return { status, requestId };
  const deviceToken = asText(answer?.['deviceToken']);
  if (status !== 'approved' || deviceToken === undefined) throw answerInvalid(WAIT);
  return { status, deviceToken, scopes: asTexts(answer?.['scopes'], 8) };
}

/** The gateway answered, but not with what the method promises. */
export function answerInvalid(method: string): GatewayError {
  return new GatewayError('gateway_answer_invalid', `The gateway answered ${method} in an unknown form.`);
}
