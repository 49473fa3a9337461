import { z } from 'zod';
import type { GatewayConnection } from './connection.ts';
import type { GatewayHub } from './hub.ts';
import type { SandboxPairing } from './pairing.ts';
import type { PairingBook } from './pairing-book.ts';
import * as pictures from './pictures.ts';
import { demandScope } from './scopes.ts';
import { complaint, invalidRequest, RequestError } from './wire.ts';
import type { SandboxWorld } from './world.ts';

/** What the methods answer from. */
export interface MethodContext {
  readonly world: SandboxWorld;
  readonly hub: GatewayHub;
  readonly book: PairingBook;
  readonly pairing: SandboxPairing;
  readonly process: () => pictures.ProcessFacts;
  /** Restarts when the runs have ended, or at once. Returns whether that is now. */
  readonly requestRestart: (options: { readonly skipDeferral: boolean }) => 'scheduled' | 'deferred';
}

/** Who calls. `signal` aborts with the connection. */
interface Call<Params> {
  readonly params: Params;
  readonly connection: GatewayConnection;
  readonly signal: AbortSignal;
  readonly context: MethodContext;
}

interface Method {
  /** Undefined: none is needed. */
  readonly scope: string | undefined;
  answer(call: Call<unknown>): unknown;
}

const READ = 'operator.read';
const ADMIN = 'operator.admin';
const PAIRING = 'operator.pairing';

const NOTHING = z.strictObject({});
const ANYTHING = z.looseObject({});
const count = z.int().min(0);
const requestId = z.string().min(1);
const deviceAndRole = z.strictObject({ deviceId: z.string().min(1), role: z.string().min(1) });

/** One method: its scope, its parameters, its answer. */
function method<Params extends z.ZodType>(
  scope: string | undefined,
  schema: Params,
  answer: (call: Call<z.infer<Params>>) => unknown,
): Method {
  return {
    scope,
    answer: call => {
      const read = schema.safeParse(call.params ?? {});
      if (!read.success) throw new RequestError(invalidRequest(`invalid params: ${complaint(read.error)}`));
      return answer({ ...call, params: read.data });
    },
  };
}

const METHODS = new Map<string, Method>([
  // Without a scope, whatever the schema says: so it is with gateway 2026.9.1.
  [
    'health',
    method(undefined, ANYTHING, ({ context: { world, process } }) => pictures.healthPicture(world, process().nowMs)),
  ],
  ['status', method(READ, ANYTHING, ({ context: { world, process } }) => pictures.statusPicture(world, process()))],
  ['system-presence', method(READ, NOTHING, ({ context }) => context.hub.presence())],
  ['system.info', method(READ, NOTHING, ({ context }) => pictures.systemInfoPicture(context.process()))],
  [
    'sessions.list',
    method(
      READ,
      z.looseObject({ limit: z.int().min(1).optional(), offset: count.optional(), agentId: z.string().optional() }),
      ({ params: { limit, offset, agentId }, context }) =>
        pictures.sessionsPicture(context.world, {
          ...(limit === undefined ? {} : { limit }),
          ...(offset === undefined ? {} : { offset }),
          ...(agentId === undefined ? {} : { agentId }),
        }),
    ),
  ],
  [
    'sessions.subscribe',
    method(READ, ANYTHING, ({ connection }) => {
      connection.isSubscribed = true;
      return { subscribed: true };
    }),
  ],
  [
    'sessions.unsubscribe',
    method(READ, ANYTHING, ({ connection }) => {
      connection.isSubscribed = false;
      return { subscribed: false };
    }),
  ],
  [
    'channels.status',
    method(READ, ANYTHING, ({ context: { world, process } }) => pictures.channelsPicture(world, process().nowMs)),
  ],
  [
    'usage.status',
    method(READ, ANYTHING, ({ context: { world, process } }) => pictures.usagePicture(world, process().nowMs)),
  ],
  [
    'models.list',
    method(
      READ,
      z.strictObject({
        view: z.enum(['default', 'configured', 'provider-config', 'all']).optional(),
        preparedOnly: z.boolean().optional(),
        refresh: z.boolean().optional(),
        agentId: z.string().optional(),
        includeProviderCapabilities: z.boolean().optional(),
      }),
      ({ context: { world, process } }) => pictures.modelsPicture(world, process().nowMs),
    ),
  ],
  [
    'models.authStatus',
    method(READ, ANYTHING, ({ context: { world, process } }) => pictures.modelAuthPicture(world, process().nowMs)),
  ],
  [
    'last-heartbeat',
    method(READ, NOTHING, ({ context }) => ({
      ts: context.process().startedAt,
      status: 'skipped',
      reason: 'no-route',
      durationMs: 4,
      message: 'sandbox: heartbeats go nowhere',
    })),
  ],
  ['gateway.restart.preflight', method(READ, NOTHING, ({ context }) => pictures.preflightPicture(context.world))],
  ['gateway.restart.request', method(ADMIN, restartParams(), ({ params, context }) => restart(params, context))],
  [
    'update.status',
    method(ADMIN, NOTHING, () => ({
      sentinel: null,
      updateAvailable: null,
      effectiveChannel: 'stable',
      schedule: { channel: 'stable', autoEnabled: false, install: { kind: 'package' } },
    })),
  ],
  ['exec.approval.list', method('operator.approvals', NOTHING, () => [])],
  [
    'device.scopes.requestUpgrade',
    method(
      undefined,
      z.strictObject({ scopes: z.array(z.string().min(1)).min(1) }),
      ({ params, connection, context }) => {
        const { deviceId, caller } = connection;
        const asked = deviceId && caller && context.book.requestUpgrade(deviceId, caller.role, params.scopes);
        if (!asked || asked.kind !== 'pairing') throw new RequestError(invalidRequest('no paired device is connected'));
        if (asked.isNew) context.pairing.announce(asked);
        return { requestId: asked.pending.requestId };
      },
    ),
  ],
  [
    'device.scopes.waitUpgrade',
    method(undefined, z.strictObject({ requestId }), ({ params, signal, context }) =>
      context.pairing.decided(params.requestId, signal),
    ),
  ],
  [
    'device.pair.list',
    method(PAIRING, NOTHING, ({ context: { pairing } }) => ({
      pending: pairing
        .pending()
        .map(({ requestId: id, claim, requestedAt }) => ({ requestId: id, ...claim, ts: requestedAt })),
      paired: pairing.paired(),
    })),
  ],
  ['device.pair.approve', decision((pairing, id) => pairing.approve(id), 'approved')],
  ['device.pair.reject', decision((pairing, id) => pairing.reject(id), 'rejected')],
  [
    'device.token.rotate',
    method(PAIRING, deviceAndRole, ({ params: { deviceId, role }, context }) => {
      attempt(() => context.pairing.rotate(deviceId, role));
      return { deviceId, role, tokenDelivery: 'withheld-cross-device' };
    }),
  ],
  [
    'device.token.revoke',
    method(PAIRING, deviceAndRole, ({ params: { deviceId, role }, context }) => {
      attempt(() => context.pairing.revoke(deviceId, role));
      return { deviceId, role };
    }),
  ],
]);

/** All methods by name, as a hello lists them. */
export const METHOD_NAMES: readonly string[] = [...METHODS.keys()];

/** Answers one request, by promise or at once. Throws {@link RequestError}. */
export function callMethod(
  name: string,
  params: unknown,
  { connection, signal, context }: Omit<Call<unknown>, 'params'>,
): unknown {
  const scopes = connection.caller?.scopes ?? [];
  const known = METHODS.get(name);
  if (known === undefined) {
    // Who is no admin misses a scope; only an admin hears that there is no such method.
    demandScope(ADMIN, scopes);
    throw new RequestError(invalidRequest(`unknown method: ${name}`));
  }
  if (known.scope !== undefined) demandScope(known.scope, scopes);
  return known.answer({ params, connection, signal, context });
}

function restartParams(): z.ZodType<{ reason?: string | undefined; skipDeferral?: boolean | undefined }> {
  return z.strictObject({ reason: z.string().max(200).optional(), skipDeferral: z.boolean().optional() });
}

function restart(
  {
    reason = 'gateway.restart.request',
    skipDeferral = false,
  }: { reason?: string | undefined; skipDeferral?: boolean | undefined },
  context: MethodContext,
): unknown {
  const preflight = pictures.preflightPicture(context.world);
  const status = context.requestRestart({ skipDeferral });
  const how = { ok: true, pid: 1, signal: 'SIGUSR1', reason, mode: 'emit', delayMs: 0, coalesced: false };
  return { ok: true, status, preflight, restart: how };
}

function decision(act: (pairing: SandboxPairing, id: string) => void, outcome: string): Method {
  return method(PAIRING, z.strictObject({ requestId }), ({ params, context }) => {
    attempt(() => act(context.pairing, params.requestId));
    return { requestId: params.requestId, decision: outcome };
  });
}

/** What a person asked for and does not exist is a refusal. */
function attempt(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RequestError({ code: 'APPROVAL_NOT_FOUND', message: error.message });
  }
}
