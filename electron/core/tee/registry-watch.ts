import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EmitEvent, ListedTee, RegistryStatus, RpcEndpointStatus } from '../../contract/index.ts';
import { computerOffline } from '../offline/index.ts';
import { type Clock, errorMessage, GatehouseError, toldError } from '../platform/index.ts';
import { RegistryError, type RegistryErrorCode } from './errors.ts';
import type { RegistryReading, TeeRecord } from './record.ts';
import { byValue } from './tee-id.ts';
import { type JudgedRecord, judgeRecord } from './usability.ts';

/** Where readings come from; RegistryReader fills it. */
export interface RegistrySource {
  readonly rpcHosts: readonly string[];
  readonly address: string;
  /** Null or left out: not checked. */
  readonly chainId?: number | null;
  read(signal: AbortSignal): Promise<RegistryReading>;
  /** Ends connections, those in use too; the next `read` opens new ones. */
  close(): Promise<void>;
  /** How each endpoint stands, when several have to agree. */
  endpoints?(): readonly RpcEndpointStatus[];
}

/** The last good reading: one record of each id, the first listed. */
export interface LastReading {
  readonly judged: readonly JudgedRecord[];
  /** The record with this id, in any notation. */
  find(teeId: string): JudgedRecord | undefined;
  /**
   * True when a usable record with the same endpoint was registered later: a restarted enclave registers anew, and its old
   * record stays listed until its heartbeat ages out, up to half an hour.
   */
  isSuperseded(record: TeeRecord): boolean;
  readonly at: number;
}

/** Options of {@link RegistryWatch}. */
export interface RegistryWatchOptions {
  readonly source: RegistrySource | undefined;
  readonly clock: Clock;
  /** The chain is out of reach at this moment because this computer is offline. Default: it never is. */
  readonly isOutOfReach?: () => boolean;
  readonly emit: EmitEvent;
  /** Called with each good reading before anything else learns of it. */
  readonly onReading: (reading: LastReading) => void;
}

const STATES: Readonly<Record<RegistryErrorCode, RegistryStatus['state']>> = {
  registry_unreachable: 'unreachable',
  registry_no_contract: 'no-contract',
  registry_wrong_chain: 'wrong-chain',
  registry_undecodable: 'undecodable',
  registry_misconfigured: 'not-configured',
};

/** So many records are judged in about 2 ms; with keys of an odd form in about 10 ms. */
const RECORDS_PER_TURN = 100;
/** The status is pushed often, so it names no more than these. */
const SHOWN = 200;

/**
 * Reads a {@link RegistrySource} on demand and remembers what is known of the registry: the last success, the last
 * attempt, and why it failed. Emits `registryRead`, `registryEmpty`, `registryFailed`.
 */
export class RegistryWatch {
  readonly #source: RegistrySource | undefined;
  readonly #clock: Clock;
  readonly #isOutOfReach: () => boolean;
  readonly #emit: EmitEvent;
  readonly #onReading: (reading: LastReading) => void;
  #last: LastReading | undefined;
  #failure: GatehouseError | undefined;
  #attempt: AbortController | undefined;
  #status: RegistryStatus;

  constructor({ source, clock, emit, onReading, isOutOfReach = () => false }: RegistryWatchOptions) {
    this.#isOutOfReach = isOutOfReach;
    this.#source = source;
    this.#clock = clock;
    this.#emit = emit;
    this.#onReading = onReading;
    this.#status = {
      state: source === undefined ? 'not-configured' : 'unread',
      rpcHosts: [...(source?.rpcHosts ?? [])],
      address: source?.address ?? null,
      chainId: source?.chainId ?? null,
      lastReadAt: null,
      lastAttemptAt: null,
      lastError: null,
      unreachableSince: null,
      nextCheckAt: null,
      watching: 'off',
      endpoints: [],
      listed: [],
      listedTotal: 0,
      usableTotal: 0,
      skipped: [],
      skippedTotal: 0,
    };
  }

  get isConfigured(): boolean {
    return this.#source !== undefined;
  }

  /** The last success, whatever came after it. */
  get last(): LastReading | undefined {
    return this.#last;
  }

  /** Why the last attempt failed; undefined after a success. */
  get failure(): GatehouseError | undefined {
    return this.#failure;
  }

  /** `nextCheckAt` and `watching` are for others to fill in. */
  get status(): RegistryStatus {
    return { ...this.#status, endpoints: [...(this.#source?.endpoints?.() ?? [])] };
  }

  /** Reads now. Throws `RegistryError`; an aborted read leaves no trace. */
  async read(signal: AbortSignal): Promise<LastReading> {
    for (;;) {
      const attempt = new AbortController();
      const onAbort = (): void => attempt.abort(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
      this.#attempt = attempt;
      try {
        return await this.#readOnce(attempt.signal);
      } catch (error) {
        if (signal.aborted || !attempt.signal.aborted) throw error;
      } finally {
        this.#attempt = undefined;
        signal.removeEventListener('abort', onAbort);
      }
      await this.close();
    }
  }

  /** Begins a read that is under way anew, over new connections. False when none is. */
  restart(): boolean {
    const attempt = this.#attempt;
    attempt?.abort(new RegistryError('registry_unreachable', 'The reading was begun anew.'));
    return attempt !== undefined;
  }

  async #readOnce(signal: AbortSignal): Promise<LastReading> {
    if (this.#source === undefined) throw new RegistryError('registry_misconfigured', 'No registry is configured.');
    try {
      const reading = await this.#source.read(signal);
      return this.#succeeded(reading, await judgeInSlices(reading, signal));
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
      throw this.#isOutOfReach() && !signal.aborted ? computerOffline(error) : error;
    }
  }

  /** Ends the source's connections. */
  async close(): Promise<void> {
    await this.#source?.close();
  }

  #succeeded(reading: RegistryReading, judged: readonly JudgedRecord[]): LastReading {
    const at = this.#clock.now();
    const since = this.#status.unreachableSince;
    const last = indexed(judged, at);
    this.#failure = undefined;
    this.#last = last;
    const usableTotal = last.judged.filter(({ judgement }) => judgement.usable).length;
    this.#status = {
      ...this.#status,
      state: last.judged.length === 0 ? 'empty' : 'ok',
      lastReadAt: at,
      lastAttemptAt: at,
      lastError: null,
      unreachableSince: null,
      listed: last.judged.slice(0, SHOWN).map(toListed),
      listedTotal: last.judged.length,
      usableTotal,
      skipped: reading.skipped.slice(0, SHOWN),
      skippedTotal: reading.skipped.length,
    };
    this.#onReading(last);
    if (since !== null) this.#emit({ type: 'registryRecovered', at, since });
    if (reading.disagreement !== undefined) this.#emit({ type: 'registryDisagreement', at, ...reading.disagreement });
    if (last.judged.length === 0) this.#emit({ type: 'registryEmpty', at });
    else {
      const { listedTotal: listed, skippedTotal: skipped } = this.#status;
      this.#emit({ type: 'registryRead', at, listed, usable: usableTotal, skipped });
    }
    return last;
  }

  #failed(error: unknown): void {
    if (this.#isOutOfReach()) {
      // Nobody was asked, so nothing is known of the chain that was not known before.
      this.#failure = computerOffline(error);
      return;
    }
    const at = this.#clock.now();
    const reason = errorMessage(error);
    this.#failure = error instanceof GatehouseError ? error : new RegistryError('registry_unreachable', reason);
    const state = error instanceof RegistryError ? STATES[error.code] : 'unreachable';
    const told = toldError(this.#failure);
    const since = this.#status.unreachableSince;
    this.#status = {
      ...this.#status,
      state,
      lastAttemptAt: at,
      lastError: reason,
      lastErrorTold: told,
      unreachableSince: since ?? at,
    };
    const failed = { code: this.#failure.code, reason, ...(told === undefined ? {} : { told }) };
    if (since === null) this.#emit({ type: 'registryUnreachable', at, since: at, ...failed });
    this.#emit({ type: 'registryFailed', at, ...failed });
  }
}

function indexed(judged: readonly JudgedRecord[], at: number): LastReading {
  const byId = new Map<string, JudgedRecord>();
  for (const entry of judged) {
    const id = byValue(entry.record.teeId);
    if (!byId.has(id)) byId.set(id, entry);
  }
  const latest = latestByEndpoint(byId.values());
  return {
    judged: [...byId.values()],
    find: teeId => byId.get(byValue(teeId)),
    isSuperseded: ({ endpoint, registeredAt }) => (latest.get(endpoint) ?? registeredAt) > registeredAt,
    at,
  };
}

function latestByEndpoint(judged: Iterable<JudgedRecord>): ReadonlyMap<string, bigint> {
  const latest = new Map<string, bigint>();
  for (const { record, judgement } of judged) {
    const known = latest.get(record.endpoint);
    if (judgement.usable && (known === undefined || known < record.registeredAt)) {
      latest.set(record.endpoint, record.registeredAt);
    }
  }
  return latest;
}

function toListed({ record, judgement }: JudgedRecord): ListedTee {
  const { teeId, endpoint, pcrHash } = record;
  const base = { teeId, endpoint, pcrHash };
  if (judgement.usable) return { ...base, usable: true, reason: null };
  return { ...base, usable: false, reason: judgement.sentence, told: { code: `unusable_${judgement.reason}` } };
}

async function judgeInSlices(reading: RegistryReading, signal: AbortSignal): Promise<JudgedRecord[]> {
  const judged: JudgedRecord[] = [];
  for (const record of reading.records) {
    judged.push({ record, judgement: judgeRecord(record) });
    if (judged.length % RECORDS_PER_TURN === 0) await nextTurn(undefined, { signal });
  }
  return judged;
}
