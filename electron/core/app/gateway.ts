import { createHash } from 'node:crypto';
import type { Settings } from '../config/index.ts';
import {
  type EmitGatewayEvent,
  type FleetProfile,
  GatewayClient,
  type GatewayClientOptions,
  GatewayFleet,
} from '../gateway/index.ts';
import type { Clock, Logger, Random } from '../platform/index.ts';
import type { GatewayAccess } from './gateway-access.ts';
import { isOutside, type OfflineView } from './reach.ts';

/** Options of {@link createFleet}. */
export interface FleetOptions {
  readonly settings: Settings;
  readonly gateway: GatewayAccess;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly place: { readonly home: string; readonly platform: string };
  readonly version: string;
  /** Default: this computer never is. */
  readonly offline?: OfflineView;
}

/** Part of the name that the gateway's owner sees, so that two home folders of one computer are told apart. */
const HOME_TAG_LENGTH = 4;
/** A gateway that keeps failing after its returns is tried again after an hour at the latest. */
const MOST_RETURN_AFTER_MS = 3_600_000;

/** A fleet without gateways yet. `credentialsOf` gives what may be shown to one gateway. Connects to nothing. */
export function createFleet(
  { settings, gateway, clock, random, logger, place, version, offline }: FleetOptions,
  emit: EmitGatewayEvent,
  credentialsOf: (profile: FleetProfile) => GatewayClientOptions['credentials'],
): GatewayFleet {
  const { handshakeTimeoutMs, connectChallengeTimeoutMs, connectBudgetMs, failover } = settings.gateway;
  const tag = createHash('sha256').update(place.home).digest('hex').slice(0, HOME_TAG_LENGTH);
  const returnAfterMs = failover.returnAfterSeconds * 1_000;
  return new GatewayFleet({
    clock,
    emit,
    policy: {
      isEnabled: failover.enabled,
      returnAfterMs,
      mostReturnAfterMs: Math.max(returnAfterMs, MOST_RETURN_AFTER_MS),
    },
    createClient: (profile, emitOfOne) =>
      new GatewayClient({
        profile,
        credentials: credentialsOf(profile),
        secrets: gateway.secrets,
        clock,
        random,
        logger,
        emit: emitOfOne,
        client: { version, platform: place.platform, displayName: `Gatehouse on ${gateway.computerName} (${tag})` },
        connectBudgetMs,
        isOffline: () => offline?.isOffline === true && isOutside(profile.url),
        ...(profile.scopes === undefined ? {} : { scopes: profile.scopes }),
        ...(handshakeTimeoutMs === null ? {} : { handshakeTimeoutMs }),
        ...(connectChallengeTimeoutMs === null ? {} : { connectChallengeTimeoutMs }),
        handshakeTimeoutVariable: gateway.handshakeTimeoutVariable,
        challengeTimeoutVariable: gateway.challengeTimeoutVariable,
      }),
  });
}
