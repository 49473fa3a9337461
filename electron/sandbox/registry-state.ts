import { type AbiEvent, encodeAbiParameters, encodeEventTopics, type Hex, keccak256 } from 'viem';
import type { Clock } from '../core/platform/index.ts';
import { ChainLog, type EmittedEvent } from './chain-log.ts';
import { REGISTRY_ABI } from './registry-abi.ts';

/** heartbeatMaxAge and the gateways' heartbeat interval, as the registry contract and the gateway have them by default. */
const HEARTBEAT_MAX_AGE_SECONDS = 1_800;
const HEARTBEAT_INTERVAL_SECONDS = 900;

/** Records of gateways long gone are forgotten beyond this many, oldest disabled or expired first. */
const MAX_RECORDS = 20_000;

/** The HPKE configuration of a record. */
export interface RegisteredOhttpConfig {
  readonly keyId: number;
  readonly kemId: number;
  readonly kdfId: number;
  readonly aeadId: number;
  readonly publicKey: Hex;
  readonly keyConfig: Hex;
}

/** What a gateway registers. */
export interface Registration {
  readonly owner: Hex;
  readonly endpoint: string;
  readonly signingKeyDer: Uint8Array;
  readonly tlsCertificate: Uint8Array;
  readonly pcrHash: Hex;
  readonly ohttp: RegisteredOhttpConfig;
  /** Default 0, the LLM proxy. */
  readonly teeType?: number;
}

/** A record as the registry holds it. Times are Unix seconds. */
export interface RegistryEntry extends Required<Registration> {
  readonly teeId: Hex;
  readonly enabled: boolean;
  readonly registeredAt: number;
  readonly lastHeartbeatAt: number;
  readonly ohttpRegisteredAt: number;
  /** Whether its gateway is up and keeps sending heartbeats. */
  readonly beating: boolean;
}

type EventName = Extract<(typeof REGISTRY_ABI)[number], { type: 'event' }>['name'];

/**
 * The registry contract's storage and rules. Every operation mines a block with the events that the contract would
 * emit. Heartbeats of living gateways are caught up whenever the registry is looked at, so no timer is needed and a
 * suspended machine wakes up to a populated registry.
 */
export class RegistryState {
  readonly chain: ChainLog;
  readonly heartbeatMaxAgeSeconds = HEARTBEAT_MAX_AGE_SECONDS;
  readonly #clock: Clock;
  readonly #entries = new Map<Hex, RegistryEntry>();
  readonly #approved = new Map<Hex, string>();

  constructor(label: string, clock: Clock) {
    this.#clock = clock;
    this.chain = new ChainLog(label, clock.now());
  }

  /** Adds an enabled record and returns its id, keccak256 of the signing key's DER. */
  register(registration: Registration): Hex {
    const teeId = keccak256(registration.signingKeyDer);
    const now = this.#nowSeconds();
    const teeType = registration.teeType ?? 0;
    const entry = {
      ...registration,
      teeType,
      teeId,
      enabled: true,
      registeredAt: now,
      lastHeartbeatAt: now,
      ohttpRegisteredAt: now,
      beating: true,
    };
    this.#forgetOldest();
    this.#entries.set(teeId, entry);
    this.#mine(
      event('TEERegistered', { teeId, owner: registration.owner, teeType }, ['uint8'], [teeType]),
      event('TEEEnabled', { teeId }),
    );
    return teeId;
  }

  enable(teeId: Hex): void {
    this.#replace(teeId, { enabled: true });
    this.#mine(event('TEEEnabled', { teeId }));
  }

  disable(teeId: Hex): void {
    this.#replace(teeId, { enabled: false });
    this.#mine(event('TEEDisabled', { teeId }));
  }

  /** Another HPKE key under the same id. */
  updateOhttpConfig(teeId: Hex, ohttp: RegisteredOhttpConfig): void {
    this.#replace(teeId, { ohttp, ohttpRegisteredAt: this.#nowSeconds() });
    const { keyId, kemId, kdfId, aeadId } = ohttp;
    this.#mine(
      event(
        'OHTTPConfigUpdated',
        { teeId },
        ['uint8', 'uint16', 'uint16', 'uint16', 'bytes32', 'bytes32'],
        [keyId, kemId, kdfId, aeadId, keccak256(ohttp.publicKey), keccak256(ohttp.keyConfig)],
      ),
    );
  }

  approvePcr(pcrHash: Hex, version: string): void {
    this.#approved.set(pcrHash, version);
    this.#mine(event('PCRApproved', { pcrHash, teeType: 0 }, ['string'], [version]));
  }

  /** Disables every gateway of the build in the same block, as the contract does. */
  revokePcr(pcrHash: Hex): void {
    this.#approved.delete(pcrHash);
    const events = [event('PCRRevoked', { pcrHash, teeType: 0 })];
    for (const entry of this.#entries.values()) {
      if (entry.pcrHash !== pcrHash || !entry.enabled) continue;
      this.#replace(entry.teeId, { enabled: false });
      events.push(event('TEEDisabled', { teeId: entry.teeId }));
    }
    this.#mine(...events);
  }

  /** Accepts a heartbeat now and takes the gateway for living from here on. */
  heartbeat(teeId: Hex): void {
    this.#mine(this.#beat(teeId));
  }

  /** The gateway falls silent; its record ages out by itself. */
  fallSilent(teeId: Hex): void {
    this.#replace(teeId, { beating: false });
  }

  /** The gateway fell silent so long ago that its record has just aged out. */
  expire(teeId: Hex): void {
    const lastHeartbeatAt = this.#nowSeconds() - HEARTBEAT_MAX_AGE_SECONDS - 1;
    this.#replace(teeId, { beating: false, lastHeartbeatAt });
    this.#mine();
  }

  /** The record, active or not. */
  entry(teeId: Hex): RegistryEntry | undefined {
    return this.#entries.get(teeId);
  }

  /** All records of a type in order of registration. */
  ofType(teeType: number): readonly RegistryEntry[] {
    return [...this.#entries.values()].filter(entry => entry.teeType === teeType);
  }

  /** Enabled, heard of within the maximum age, and of an approved build. */
  isActive(entry: RegistryEntry): boolean {
    const ageSeconds = this.#nowSeconds() - entry.lastHeartbeatAt;
    return entry.enabled && ageSeconds <= HEARTBEAT_MAX_AGE_SECONDS && this.#approved.has(entry.pcrHash);
  }

  isPcrApproved(pcrHash: Hex): boolean {
    return this.#approved.has(pcrHash);
  }

  approvedPcrs(): readonly Hex[] {
    return [...this.#approved.keys()];
  }

  /** Lets living gateways send the heartbeats that have come due since the registry was last looked at. */
  catchUp(): void {
    const now = this.#nowSeconds();
    const due = [...this.#entries.values()].filter(
      entry => entry.beating && now - entry.lastHeartbeatAt >= HEARTBEAT_INTERVAL_SECONDS,
    );
    if (due.length > 0) this.#mine(...due.map(entry => this.#beat(entry.teeId)));
  }

  #beat(teeId: Hex): EmittedEvent {
    const now = this.#nowSeconds();
    this.#replace(teeId, { beating: true, lastHeartbeatAt: now });
    return event('HeartbeatReceived', { teeId }, ['uint256'], [BigInt(now)]);
  }

  #replace(teeId: Hex, change: Partial<RegistryEntry>): void {
    const entry = this.#entries.get(teeId);
    if (entry === undefined) throw new RangeError(`no such TEE in the sandbox registry: ${teeId}`);
    this.#entries.set(teeId, { ...entry, ...change });
  }

  #forgetOldest(): void {
    if (this.#entries.size < MAX_RECORDS) return;
    const gone = [...this.#entries.values()].find(entry => !this.isActive(entry));
    const oldest = gone?.teeId ?? this.#entries.keys().next().value;
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  #mine(...events: readonly EmittedEvent[]): void {
    this.chain.append(events, this.#clock.now());
  }

  #nowSeconds(): number {
    return Math.floor(this.#clock.now() / 1_000);
  }
}

/** An event of the registry: `indexed` become topics, `types` and `values` the data. */
function event(
  eventName: EventName,
  indexed: Readonly<Record<string, unknown>>,
  types: readonly string[] = [],
  values: readonly unknown[] = [],
): EmittedEvent {
  const abi: readonly AbiEvent[] = REGISTRY_ABI.filter(item => item.type === 'event');
  const topics = encodeEventTopics({ abi, eventName, args: indexed });
  return {
    topics: topics.filter((topic): topic is Hex => typeof topic === 'string'),
    data:
      types.length === 0
        ? '0x'
        : encodeAbiParameters(
            types.map(type => ({ type })),
            values,
          ),
  };
}
