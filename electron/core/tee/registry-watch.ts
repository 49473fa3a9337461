import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EmitEvent, ListedTee, RegistryStatus } from '../../contract/index.ts';
import { type Clock, errorMessage, GatehouseError } from '../platform/index.ts';
import { RegistryError, type RegistryErrorCode } from './errors.ts';
import type { RegistryReading } from './record.ts';
import { firstOfEachId } from './selection.ts';
import { type JudgedRecord, judgeRecord } from './usability.ts';

/** Where readings come from; RegistryReader fills it. */
export interface RegistrySource {
  readonly rpcHosts: readonly string[];
  readonly address: string;
  read(signal: AbortSignal): Promise<RegistryReading>;
  close(): Promise<void>;
}

/** The last good reading. */
export interface LastReading {
  readonly judged: readonly JudgedRecord[];
  readonly at: number;
}

const STATES: Readonly<Record<RegistryErrorCode, RegistryStatus['state']>> = {
  registry_unreachable: 'unreachable',
  registry_no_contract: 'no-contract',
  registry_wrong_chain: 'wrong-chain',
  registry_undecodable: 'undecodable',
  registry_misconfigured: 'not-configured',
};

/** So many keys are parsed in about 10 ms. */
const RECORDS_PER_TURN = 100;

/**
 * Reads a {@link RegistrySource} on demand and remembers what is known of the registry: the last success, the last
 * attempt, and why it failed. Emits `registryRead`, `registryEmpty`, `registryFailed`.
 */
export class RegistryWatch {
  readonly #source: RegistrySource | undefined;
  readonly #clock: Clock;
  readonly #emit: EmitEvent;
  #last: LastReading | undefined;
  #failure: GatehouseError | undefined;
  #status: RegistryStatus;

  constructor(options: { source: RegistrySource | undefined; clock: Clock; emit: EmitEvent }) {
    const { source } = options;
    this.#source = source;
    this.#clock = options.clock;
    this.#emit = options.emit;
    this.#status = {
      state: source === undefined ? 'not-configured' : 'unread',
      rpcHosts: [...(source?.rpcHosts ?? [])],
      address: source?.address ?? null,
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

  get status(): RegistryStatus {
    return this.#status;
  }

  /** Reads now. Throws `RegistryError`; an aborted read leaves no trace. */
  async read(signal: AbortSignal): Promise<LastReading> {
    if (this.#source === undefined) throw new RegistryError('registry_misconfigured', 'No registry is configured.');
    try {
      const reading = await this.#source.read(signal);
      return this.#succeeded(reading, await judgeInSlices(reading, signal));
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
      throw error;
    }
  }

  /** Ends the source's connections. */
  async close(): Promise<void> {
    await this.#source?.close();
  }

  #succeeded(reading: RegistryReading, judged: readonly JudgedRecord[]): LastReading {
    const at = this.#clock.now();
    this.#failure = undefined;
    this.#last = { judged, at };
    this.#status = {
      ...this.#status,
      state: judged.length === 0 ? 'empty' : 'ok',
      lastReadAt: at,
      lastAttemptAt: at,
      lastError: null,
      listed: firstOfEachId(judged).map(toListed),
      skipped: [...reading.skipped],
    };
    const usable = this.#status.listed.filter(tee => tee.usable).length;
    if (judged.length === 0) this.#emit({ type: 'registryEmpty', at });
    else
      this.#emit({
        type: 'registryRead',
        at,
        listed: this.#status.listed.length,
        usable,
        skipped: reading.skipped.length,
      });
    return this.#last;
  }

  #failed(error: unknown): void {
    const at = this.#clock.now();
    const reason = errorMessage(error);
    this.#failure = error instanceof GatehouseError ? error : new RegistryError('registry_unreachable', reason);
    const state = error instanceof RegistryError ? STATES[error.code] : 'unreachable';
    this.#status = { ...this.#status, state, lastAttemptAt: at, lastError: reason };
    this.#emit({ type: 'registryFailed', at, code: this.#failure.code, reason });
  }
}

function toListed({ record, judgement }: JudgedRecord): ListedTee {
  const { teeId, endpoint, pcrHash } = record;
  return { teeId, endpoint, pcrHash, usable: judgement.usable, reason: judgement.usable ? null : judgement.sentence };
}

async function judgeInSlices(reading: RegistryReading, signal: AbortSignal): Promise<JudgedRecord[]> {
  const judged: JudgedRecord[] = [];
  for (const record of reading.records) {
    judged.push({ record, judgement: judgeRecord(record) });
    if (judged.length % RECORDS_PER_TURN === 0) await nextTurn(undefined, { signal });
  }
  return judged;
}
