import { createHash } from 'node:crypto';
import type { Settings } from '../config/index.ts';
import { GatewayClient, type GatewayClientOptions, type SharedCredentials } from '../gateway/index.ts';
import type { Clock, Logger, Random, SecretStore } from '../platform/index.ts';

/** What the host gives the gateway client besides the settings. */
export interface GatewayAccess {
  /** Token and password, asked anew for each attempt. */
  credentials(signal: AbortSignal): Promise<SharedCredentials>;
  /** Keeps the device's key and its tokens. */
  readonly secrets: SecretStore;
  /** The value of `OPENCLAW_HANDSHAKE_TIMEOUT_MS`, which wins over `gateway.handshakeTimeoutMs`. */
  readonly handshakeTimeoutVariable: string | undefined;
  /** The name of this computer, as the gateway's owner knows it. */
  readonly computerName: string;
}

/** Options of {@link createGateway}. */
export interface GatewayOptions {
  readonly settings: Settings;
  readonly gateway: GatewayAccess;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly place: { readonly home: string; readonly platform: string };
  readonly version: string;
}

/** Part of the name that the gateway's owner sees, so that two home folders of one computer are told apart. */
const HOME_TAG_LENGTH = 4;

/** The client of the configured gateway; undefined when none is configured. Connects to nothing. */
export function createGateway(options: GatewayOptions, emit: GatewayClientOptions['emit']): GatewayClient | undefined {
  const { settings, gateway, clock, random, logger, place, version } = options;
  const { name, url, tlsFingerprint, handshakeTimeoutMs, connectBudgetMs } = settings.gateway;
  if (url === null) return undefined;
  const tag = createHash('sha256').update(place.home).digest('hex').slice(0, HOME_TAG_LENGTH);
  return new GatewayClient({
    profile: { name, url, ...(tlsFingerprint === null ? {} : { tlsFingerprint }) },
    credentials: signal => gateway.credentials(signal),
    secrets: gateway.secrets,
    clock,
    random,
    logger,
    emit,
    client: { version, platform: place.platform, displayName: `Gatehouse on ${gateway.computerName} (${tag})` },
    connectBudgetMs,
    ...(handshakeTimeoutMs === null ? {} : { handshakeTimeoutMs }),
    handshakeTimeoutVariable: gateway.handshakeTimeoutVariable,
  });
}
