import type { GatewayClientOptions } from './client-options.ts';
import type { Credentials } from './credentials.ts';
import type { GatewayEndpoint } from './endpoint.ts';
import { challengeTimeoutMs, handshakeTimeoutMs } from './handshake-timeout.ts';
import type { MachineContext } from './machine.ts';

const BUDGET_MS = 60_000;
/** The gateway delays the answer to a wrong secret by up to 5 s (gateway 2026.9.1). */
const SIGN_IN_MS = 10_000;

/** What the machine may look at, from the options and from what is known of address and credentials so far. */
export function machineContext(
  options: GatewayClientOptions,
  endpoint: GatewayEndpoint | undefined,
  credentials: Credentials | undefined,
): MachineContext {
  const { clock, random, handshakeTimeoutVariable, handshakeTimeoutMs: setting, connectBudgetMs } = options;
  const isLoopback = endpoint?.isLoopback ?? false;
  const shared = credentials?.shared ?? {};
  return {
    nowMs: clock.now(),
    monotonicMs: clock.monotonicMs(),
    random,
    isLoopback,
    isOffline: !isLoopback && options.isOffline?.() === true,
    isTrusted: endpoint?.isTrusted ?? false,
    hasSharedSecret: [shared.token, shared.password, shared.bootstrapToken].some(secret => secret !== undefined),
    hasDeviceToken: credentials?.deviceToken !== undefined,
    challengeMs: challengeTimeoutMs(options),
    attemptMs: handshakeTimeoutMs(handshakeTimeoutVariable, setting, isLoopback),
    signInMs: SIGN_IN_MS,
    budgetMs: connectBudgetMs ?? BUDGET_MS,
  };
}
