import type { GatewayConnection } from './connection.ts';
import type { GatewayHub } from './hub.ts';
import type { DeviceToken } from './pairing-book.ts';
import { healthPicture, type ProcessFacts } from './pictures.ts';
import { MAX_BUFFERED_BYTES, MAX_FRAME_BYTES } from './wire.ts';
import type { SandboxWorld } from './world.ts';

const EVENTS = [
  'connect.challenge',
  'agent',
  'chat',
  'chat.metadata.changed',
  'presence',
  'tick',
  'shutdown',
  'health',
  'heartbeat',
  'sessions.changed',
  'gateway.suspension',
  'device.pair.requested',
  'device.pair.resolved',
  'update.available',
];

/** What a hello is made of. */
export interface HelloFacts {
  readonly connection: GatewayConnection;
  readonly token: DeviceToken | undefined;
  readonly hub: GatewayHub;
  readonly world: SandboxWorld;
  readonly process: ProcessFacts;
  readonly protocol: number;
  readonly methods: readonly string[];
  readonly suspension: string;
  readonly authMode: string;
  readonly tickIntervalMs: number;
  /** Where the gateway listens, `http://…`. */
  readonly origin: string;
}

/** The payload of the answer to `connect`, in the shape of gateway 2026.9.1. Holds secrets, as the real one does. */
export function helloOk(facts: HelloFacts): Record<string, unknown> {
  const { connection, token, hub, world, process, protocol, methods, tickIntervalMs } = facts;
  const { role = 'operator', scopes = [] } = connection.caller ?? {};
  const { version, bootId, startedAt, nowMs } = process;
  return {
    type: 'hello-ok',
    protocol,
    server: {
      version,
      buildId: `${version}-gatehouse`,
      bootId,
      controlUiBuildSource: 'bundled',
      connId: connection.id,
    },
    features: { methods, events: EVENTS, capabilities: [] },
    snapshot: {
      suspension: { phase: facts.suspension },
      presence: hub.presence(),
      health: healthPicture(world, nowMs),
      stateVersion: hub.stateVersion,
      uptimeMs: Math.max(nowMs - startedAt, 0),
      sessionDefaults: {
        defaultAgentId: 'main',
        modelConfigured: true,
        mainKey: 'main',
        mainSessionKey: 'agent:main:main',
        scope: 'per-sender',
      },
      authMode: facts.authMode,
      updateSchedule: { channel: 'stable', autoEnabled: false, install: { kind: 'package' } },
    },
    pluginSurfaceUrls: { canvas: `${facts.origin}/__openclaw__/cap/${connection.nonce}` },
    auth: {
      role,
      scopes,
      ...(token === undefined ? {} : { deviceToken: token.token, issuedAtMs: token.issuedAtMs }),
    },
    policy: {
      maxPayload: MAX_FRAME_BYTES,
      maxBufferedBytes: MAX_BUFFERED_BYTES,
      tickIntervalMs,
      attachments: { maxBytes: 19_464_192, maxImageBytes: 6_291_456 },
      allowedSessionVisibilities: ['shared'],
      hasMultipleSessionSharingIdentities: false,
    },
  };
}
