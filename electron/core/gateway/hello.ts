import { asCount, asRecord, asText, asTexts } from './untrusted.ts';

/** What we keep of a `hello-ok`. The whole of it must not be logged: it carries tokens, capability URLs and prompts. */
export interface Hello {
  readonly protocol: number;
  readonly version: string | null;
  /** Changes with every start of the gateway, even one within the same process. */
  readonly bootId: string | null;
  readonly methods: readonly string[];
  readonly scopes: readonly string[];
  readonly deviceToken: string | null;
  readonly maxPayloadBytes: number;
  readonly maxBufferedBytes: number;
  readonly uptimeMs: number | null;
  readonly suspension: SuspensionPhase;
  /** `snapshot.updateAvailable`. Foreign; null when there is none. */
  readonly updateAvailable: unknown;
}

/** `accepting` is ordinary operation. */
export type SuspensionPhase = 'accepting' | 'preparing' | 'draining' | 'prepared';

const PHASES: readonly SuspensionPhase[] = ['accepting', 'preparing', 'draining', 'prepared'];
const DEFAULT_PAYLOAD_BYTES = 26_214_400;
const DEFAULT_BUFFERED_BYTES = 52_428_800;
/** A gateway that offers less could not take a connect request either. */
const LEAST_PAYLOAD_BYTES = 65_536;

/** The phase in a `gateway.suspension` payload or in `snapshot.suspension`; anything unknown is `accepting`. */
export function readSuspension(payload: unknown): SuspensionPhase {
  const phase = asRecord(payload)?.['phase'];
  return PHASES.find(known => known === phase) ?? 'accepting';
}

/**
 * Reads the payload of the answer to `connect`, as open as protocol 4 grows: missing parts get the defaults of gateway
 * 2026.9.1, foreign ones are ignored. Undefined when it is no hello at all.
 */
export function readHello(payload: unknown): Hello | undefined {
  const hello = asRecord(payload);
  const protocol = asCount(hello?.['protocol']);
  if (hello === undefined || hello['type'] !== 'hello-ok' || protocol === undefined) return undefined;
  const server = asRecord(hello['server']);
  const auth = asRecord(hello['auth']);
  const policy = asRecord(hello['policy']);
  const snapshot = asRecord(hello['snapshot']);
  return {
    protocol,
    version: asText(server?.['version'], 64) ?? null,
    bootId: asText(server?.['bootId'], 128) ?? null,
    methods: asTexts(asRecord(hello['features'])?.['methods'], 4_096),
    scopes: asTexts(auth?.['scopes'], 64),
    deviceToken: asText(auth?.['deviceToken']) ?? null,
    maxPayloadBytes: Math.max(asCount(policy?.['maxPayload']) ?? DEFAULT_PAYLOAD_BYTES, LEAST_PAYLOAD_BYTES),
    maxBufferedBytes: Math.max(asCount(policy?.['maxBufferedBytes']) ?? DEFAULT_BUFFERED_BYTES, LEAST_PAYLOAD_BYTES),
    uptimeMs: asCount(snapshot?.['uptimeMs']) ?? null,
    suspension: readSuspension(snapshot?.['suspension']),
    updateAvailable: snapshot?.['updateAvailable'] ?? null,
  };
}
