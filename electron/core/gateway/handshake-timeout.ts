/** On loopback whoever listens answers at once or hangs. */
const LOOPBACK_MS = 5_000;
const REMOTE_MS = 10_000;
/** Less would refuse gateways that are merely busy; the limits of `@openclaw/gateway-client`. */
const LEAST_MS = 250;
const MOST_MS = 120_000;

/**
 * How long one attempt may take up to the challenge, in milliseconds: `OPENCLAW_HANDSHAKE_TIMEOUT_MS` when it is digits
 * above 0, else the setting, else 5 s on loopback and 10 s elsewhere.
 */
export function handshakeTimeoutMs(
  variable: string | undefined,
  setting: number | undefined,
  isLoopback: boolean,
): number {
  const chosen = fromVariable(variable) ?? setting ?? (isLoopback ? LOOPBACK_MS : REMOTE_MS);
  return Math.min(Math.max(chosen, LEAST_MS), MOST_MS);
}

/** The gateway's own limit before sign-in (2026.9.1), which no challenge timeout needs to be above. */
const PRE_AUTH_MS = 15_000;

/**
 * How long an open socket may wait for its challenge, in milliseconds: the setting, else
 * `OPENCLAW_CONNECT_CHALLENGE_TIMEOUT_MS`, between 250 ms and the larger of 15 s and the pre-sign-in timeout. Undefined
 * when neither is there: then {@link handshakeTimeoutMs} covers the challenge, too. The order is that of
 * `@openclaw/gateway-client` 2026.9.1, where this variable yields to the setting and the other one does not.
 */
export function challengeTimeoutMs({
  connectChallengeTimeoutMs,
  challengeTimeoutVariable,
  handshakeTimeoutMs: setting,
  handshakeTimeoutVariable,
}: {
  readonly connectChallengeTimeoutMs?: number;
  readonly challengeTimeoutVariable?: string | undefined;
  readonly handshakeTimeoutMs?: number;
  readonly handshakeTimeoutVariable?: string | undefined;
}): number | undefined {
  const chosen = connectChallengeTimeoutMs ?? fromVariable(challengeTimeoutVariable);
  if (chosen === undefined) return undefined;
  const mostMs = Math.max(PRE_AUTH_MS, fromVariable(handshakeTimeoutVariable) ?? setting ?? 0);
  return Math.min(Math.max(chosen, LEAST_MS), mostMs);
}

/** Digits above 0; undefined for anything else. */
function fromVariable(variable: string | undefined): number | undefined {
  const text = variable?.trim() ?? '';
  return /^\d{1,9}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}
