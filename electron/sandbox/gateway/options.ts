import type { Clock, Random } from '../../core/platform/index.ts';
import type { SandboxGatewayAuth } from './sign-in.ts';

/** Options of `SandboxGateway`. */
export interface SandboxGatewayOptions {
  readonly clock: Clock;
  /** Seeded: for ids and for what happens. */
  readonly random: Random;
  /** For tokens. */
  readonly secrets: Random;
  readonly auth: SandboxGatewayAuth;
  /** Where it listens, also after each restart. Default: any free port, which others may take while nothing listens. */
  readonly port?: number;
  /** Default 30 s, as gateway 2026.9.1. */
  readonly tickIntervalMs?: number;
  /** See `SandboxPairing.approvesLocal`. Default true. */
  readonly approvesLocal?: boolean;
  /** Lets runs happen and requests be approved by themselves, for a person who tries it out. Default false. */
  readonly demo?: boolean;
}

/** How a start or restart goes. Milliseconds, default 0. */
export interface StartOptions {
  /** For how long it listens and says that it is starting. `Infinity`: until `SandboxGateway.finishStartup`. */
  readonly startupMs?: number;
}

/** How a restart goes. Milliseconds, default 0. */
export interface RestartOptions extends StartOptions {
  /** For how long runs are waited for, while requests are refused. */
  readonly drainMs?: number;
  /** For how long nothing listens. */
  readonly downMs?: number;
}

/** A connection that has signed in. */
export interface SandboxGatewayConnection {
  readonly id: string;
  readonly clientId: string;
  readonly mode: string;
  readonly scopes: readonly string[];
  readonly deviceId: string | undefined;
  readonly isSubscribed: boolean;
}
