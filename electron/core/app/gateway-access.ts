import type { ConfiguredGateway, GatewaySettings } from '../config/index.ts';
import type { SharedCredentials } from '../gateway/index.ts';
import type { LocalGateway } from '../openclaw/index.ts';
import type { SecretStore } from '../platform/index.ts';

/** What the host gives the gateway clients. Credentials are asked anew for each attempt, so that a change counts at once. */
export interface GatewayAccess {
  /** The gateways of the settings, and the way to change them. */
  readonly settings: GatewaySettings;
  /** Token and password of one gateway of the settings, never those of another. */
  credentials(gateway: ConfiguredGateway, signal: AbortSignal): Promise<SharedCredentials>;
  /** The environment variable that the token of `gateway.url` comes from; undefined when it is in the secret store. */
  readonly tokenVariable?: string | undefined;
  /** The gateway that OpenClaw on this computer is set up for, its secrets known to the redactor. */
  discover(signal: AbortSignal): Promise<LocalGateway | undefined>;
  /** Keeps the device's key and its tokens. */
  readonly secrets: SecretStore;
  /** The value of `OPENCLAW_HANDSHAKE_TIMEOUT_MS`, which wins over `gateway.handshakeTimeoutMs`. */
  readonly handshakeTimeoutVariable: string | undefined;
  /** The value of `OPENCLAW_CONNECT_CHALLENGE_TIMEOUT_MS`. */
  readonly challengeTimeoutVariable: string | undefined;
  /** `OPENCLAW_ALLOW_INSECURE_PRIVATE_WS`: names in a private network are reached without TLS, too. */
  readonly allowInsecureNames: boolean;
  /** The name of this computer, as the gateway's owner knows it. */
  readonly computerName: string;
}
