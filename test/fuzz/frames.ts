import fc from 'fast-check';
import * as pictures from '../../electron/sandbox/gateway/pictures.ts';
import { SandboxWorld } from '../../electron/sandbox/gateway/world.ts';
import { firstRandom } from '../helpers/first-random.ts';
import { helloPayload } from '../helpers/scripted-gateway.ts';

/** Stands in a frame for the id of a request that waits for its answer. */
export const LIVE_ID = '$LIVE';

/** What a hostile gateway does next. */
export type Step =
  | { readonly kind: 'frame'; readonly text: string }
  /** The socket breaks off, or is closed. */
  | { readonly kind: 'end'; readonly code: number; readonly reason: string }
  /** Time passes. */
  | { readonly kind: 'advance'; readonly ms: number }
  /** The application asks for something, and may lose interest. */
  | { readonly kind: 'ask'; readonly isAborted: boolean }
  | { readonly kind: 'nudge' };

const NUMBERS = [0, -1, 1, 250, 1.5, 30_000, 2 ** 31, 2 ** 53, 1e300, -0];
const REASONS = ['startup-sidecars', 'gateway-restarting', 'gateway-suspending', 'not-paired', 'scope-upgrade'];
const DETAIL_CODES = [
  'AUTH_TOKEN_MISMATCH',
  'AUTH_TOKEN_MISSING',
  'AUTH_DEVICE_TOKEN_MISMATCH',
  'AUTH_RATE_LIMITED',
  'AUTH_SCOPE_MISMATCH',
  'PAIRING_REQUIRED',
  'PROTOCOL_MISMATCH',
  'DEVICE_AUTH_SIGNATURE_INVALID',
  'DEVICE_AUTH_SIGNATURE_EXPIRED',
  'MISSING_SCOPE',
];
const EVENTS = [
  'tick',
  'health',
  'presence',
  'shutdown',
  'gateway.suspension',
  'agent',
  'chat',
  'chat.metadata.changed',
  'sessions.changed',
  'heartbeat',
  'update.available',
  'device.pair.requested',
  'connect.challenge',
  '__proto__',
  'constructor',
];

const value = fc.jsonValue({ maxDepth: 2 });
const number = fc.oneof(fc.constantFrom<unknown>(...NUMBERS), fc.maxSafeInteger(), value);
const id = fc.oneof(
  { weight: 6, arbitrary: fc.constant<unknown>(LIVE_ID) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>('connect', '1', 'invalid', '', '__proto__') },
  { weight: 1, arbitrary: value },
);

const errorShape = fc.record(
  {
    code: fc.constantFrom<unknown>('UNAVAILABLE', 'INVALID_REQUEST', 'NOT_PAIRED', 'FORBIDDEN', '', 7, null),
    message: fc.oneof(fc.string(), value),
    details: fc.oneof(
      fc.record(
        {
          code: fc.constantFrom(...DETAIL_CODES),
          reason: fc.constantFrom(...REASONS),
          requestId: fc.oneof(fc.uuid(), value),
          canRetryWithDeviceToken: fc.boolean(),
          expectedProtocol: number,
        },
        { requiredKeys: [] },
      ),
      value,
    ),
    retryable: fc.oneof(fc.boolean(), value),
    retryAfterMs: number,
  },
  { requiredKeys: [] },
);

const runEvent = fc.record(
  {
    runId: fc.oneof(fc.constantFrom('run-1', 'run-2'), fc.uuid(), value),
    sessionKey: fc.oneof(fc.string(), value),
    seq: number,
    state: fc.oneof(fc.constantFrom('error', 'final', 'delta', 'aborted'), value),
    stream: fc.constantFrom('lifecycle', 'assistant', 'tool'),
    data: fc.oneof(fc.record({ phase: fc.constantFrom('start', 'finishing', 'error', 'end'), error: value }), value),
    errorMessage: fc.oneof(fc.string(), value),
    errorKind: fc.oneof(fc.constantFrom('rate_limit', 'timeout'), value),
    errorDetail: fc.oneof(
      fc.record(
        { provider: fc.string(), model: fc.string(), failoverReason: fc.constantFrom('auth', 'billing', 'rate_limit') },
        { requiredKeys: [] },
      ),
      value,
    ),
  },
  { requiredKeys: [] },
);

const eventPayload = fc.oneof(
  runEvent,
  value,
  fc.record({ phase: fc.constantFrom<unknown>('preparing', 'prepared', 'draining', 'accepting', 1) }),
  fc.record({ reason: fc.string(), restartExpectedMs: number }, { requiredKeys: [] }),
  fc.record({ nonce: fc.oneof(fc.string(), value), ts: number }),
  fc.record({ presence: fc.array(value, { maxLength: 4 }) }),
);

const event = fc.record(
  {
    type: fc.constant('event'),
    event: fc.oneof({ weight: 9, arbitrary: fc.constantFrom<unknown>(...EVENTS) }, { weight: 1, arbitrary: value }),
    payload: eventPayload,
    seq: fc.oneof({ weight: 3, arbitrary: fc.nat(400) }, { weight: 1, arbitrary: number }),
    stateVersion: fc.oneof(fc.record({ presence: number, health: number }), value),
  },
  { requiredKeys: ['type', 'event'] },
);

const answer = fc.record(
  {
    type: fc.constant('res'),
    id,
    ok: fc.oneof(fc.boolean(), value),
    payload: value,
    error: fc.oneof(errorShape, value),
  },
  { requiredKeys: ['type', 'id'] },
);
const refusal = fc.record({ type: fc.constant('res'), id, ok: fc.constant(false), error: errorShape });

const HELLO = JSON.stringify({ type: 'res', id: LIVE_ID, ok: true, payload: helloPayload({ deviceToken: 'token' }) });

/** A whole hello with one part replaced. */
const hello = fc
  .record({ key: fc.constantFrom(...Object.keys(helloPayload())), other: value })
  .map(({ key, other }) => ({ type: 'res', id: LIVE_ID, ok: true, payload: { ...helloPayload(), [key]: other } }));

const WORLD = new SandboxWorld(firstRandom, 0);
const PICTURES: readonly Readonly<Record<string, unknown>>[] = [
  pictures.healthPicture(WORLD, 0),
  pictures.sessionsPicture(WORLD, {}),
  pictures.channelsPicture(WORLD, 0),
  pictures.usagePicture(WORLD, 0),
  pictures.modelsPicture(WORLD, 0),
  pictures.modelAuthPicture(WORLD, 0),
  pictures.statusPicture(WORLD, { version: '1', bootId: 'b', startedAt: 0, nowMs: 0 }),
  pictures.systemInfoPicture({ version: '1', bootId: 'b', startedAt: 0, nowMs: 0 }),
  pictures.preflightPicture(WORLD),
];

/** What a tray asks for, with one part, anywhere in it, replaced. */
const picture = fc
  .record({ whole: fc.constantFrom(...PICTURES), path: fc.array(fc.nat(30), { maxLength: 5 }), other: value })
  .map(({ whole, path, other }) => ({ type: 'res', id: LIVE_ID, ok: true, payload: replaced(whole, path, other) }));

function replaced(whole: unknown, [at, ...rest]: readonly number[], other: unknown): unknown {
  if (at === undefined || typeof whole !== 'object' || whole === null) return other;
  const keys = Object.keys(whole);
  const key = keys[at % Math.max(keys.length, 1)];
  if (key === undefined) return other;
  const part = replaced((whole as Record<string, unknown>)[key], rest, other);
  if (Array.isArray(whole)) return whole.map((entry: unknown, index) => (String(index) === key ? part : entry));
  return { ...whole, [key]: part };
}

const proper = fc.oneof(
  { weight: 5, arbitrary: event },
  { weight: 3, arbitrary: answer },
  { weight: 2, arbitrary: refusal },
  { weight: 1, arbitrary: hello },
  { weight: 2, arbitrary: picture },
);
const properText = proper.map(frame => JSON.stringify(frame));

/** Cut, doubled, with a character changed, or with another text in the middle. */
const damaged = fc
  .tuple(
    fc.oneof(properText, fc.constant(HELLO)),
    fc.nat(10_000),
    fc.nat(3),
    fc.string({ unit: 'binary', maxLength: 8 }),
  )
  .map(([text, position, way, other]) => {
    const at = position % text.length;
    if (way === 0) return text.slice(0, at);
    if (way === 1) return text + text.slice(at);
    if (way === 2) return text.slice(0, at) + other + text.slice(at + 1);
    return text.slice(0, at) + other + text.slice(at);
  });

/** Keys that JSON may hold and that mean something to an object. */
const poisoned = fc
  .tuple(fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'then', 'toJSON'), properText, value)
  .map(([key, text, other]) => `{${JSON.stringify(key)}:${JSON.stringify(other) ?? 'null'},${text.slice(1)}`);

const deep = fc.tuple(fc.constantFrom('[', '{"a":'), fc.nat(5_000), fc.boolean()).map(([open, depth, isClosed]) => {
  const nested = open.repeat(depth) + (isClosed ? `1${(open === '[' ? ']' : '}').repeat(depth)}` : '');
  return `{"type":"event","event":"health","seq":1,"payload":${nested}}`;
});

const huge = fc.tuple(fc.constantFrom(...EVENTS), fc.integer({ min: 10_000, max: 300_000 })).map(([name, length]) =>
  JSON.stringify({
    type: 'event',
    event: name,
    payload: { presence: new Array<object>(Math.floor(length / 50)).fill({ host: 'x' }), phase: 'x'.repeat(length) },
  }),
);

const text = fc.oneof(
  { weight: 600, arbitrary: properText },
  { weight: 200, arbitrary: damaged },
  { weight: 80, arbitrary: poisoned },
  { weight: 60, arbitrary: fc.json({ maxDepth: 2 }) },
  { weight: 50, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 4, arbitrary: deep },
  { weight: 1, arbitrary: huge },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 960, arbitrary: text.map(frame => ({ kind: 'frame' as const, text: frame })) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      code: fc.constantFrom(1000, 1002, 1006, 1008, 1009, 1012, 1013, 4001),
      reason: fc.constantFrom('', 'service restart', 'gateway starting', 'device removed', 'slow consumer'),
    }),
  },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('advance' as const), ms: fc.nat(45_000) }) },
  { weight: 16, arbitrary: fc.record({ kind: fc.constant('ask' as const), isAborted: fc.boolean() }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'nudge' as const }) },
);

/** `count` steps that follow from `seed` alone. */
export function hostileSteps(seed: number, count: number): readonly Step[] {
  return fc.sample(step, { seed, numRuns: count });
}
