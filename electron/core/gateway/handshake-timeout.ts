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
  const fromVariable = /^\d{1,9}$/.test(variable?.trim() ?? '') ? Number(variable) : 0;
  const chosen = fromVariable > 0 ? fromVariable : (setting ?? (isLoopback ? LOOPBACK_MS : REMOTE_MS));
  return Math.min(Math.max(chosen, LEAST_MS), MOST_MS);
}
