import type { Clock, Logger, Random, SecretStore } from '../platform/index.ts';
import type { SharedCredentials } from './credentials.ts';
import type { EndpointOptions } from './endpoint.ts';
import type { EmitGatewayEvent } from './events.ts';
import type { SnapshotPart } from './health/index.ts';
import type { ProbeGateway } from './http-probe.ts';
import type { GatewayFrameEvent } from './inbox.ts';
import type { OpenSocket } from './socket.ts';

/** Which gateway, and how it is reached. */
export interface GatewayProfile extends EndpointOptions {
  /** For people. */
  readonly name: string;
  readonly url: string;
}

/** Options of `GatewayClient`. */
export interface GatewayClientOptions {
  readonly profile: GatewayProfile;
  /** Asked before each attempt. Never logged. */
  readonly credentials: (signal: AbortSignal) => Promise<SharedCredentials>;
  /** Keeps the device's key (`gateway.device`) and its token for this gateway. */
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly emit: EmitGatewayEvent;
  /** Events of the gateway in their order, none before hello was applied. Foreign. Must not throw. */
  readonly onEvent?: (event: GatewayFrameEvent) => void;
  /** The answers that the picture of the gateway is made of, as they come. Foreign. Must not throw. */
  readonly onSnapshot?: (part: SnapshotPart) => void;
  readonly client: {
    readonly version: string;
    readonly platform: string;
    /** Distinct per installation, or two of them evict each other's pairing. */
    readonly displayName: string;
  };
  /** Default: `operator.read`. */
  readonly scopes?: readonly string[];
  /** For how long an outage is shown as connecting. Default 60 s. */
  readonly connectBudgetMs?: number;
  /** See `handshakeTimeoutMs`. */
  readonly handshakeTimeoutMs?: number;
  /** The value of `OPENCLAW_HANDSHAKE_TIMEOUT_MS`, which wins over the setting. */
  readonly handshakeTimeoutVariable?: string | undefined;
  /** From the open socket to the challenge; see `challengeTimeoutMs`. */
  readonly connectChallengeTimeoutMs?: number;
  /** The value of `OPENCLAW_CONNECT_CHALLENGE_TIMEOUT_MS`, which counts when the setting is not there. */
  readonly challengeTimeoutVariable?: string | undefined;
  /** Whether this computer is offline; counts for gateways outside of it. Default: it never is. */
  readonly isOffline?: () => boolean;
  /** For tests; default is HTTP. */
  readonly probe?: ProbeGateway;
  /** For tests; default is `ws`. */
  readonly openSocket?: OpenSocket;
}
