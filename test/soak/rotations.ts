import { createPublicKey } from 'node:crypto';
import type { Hex } from 'viem';
import type { Sandbox } from '../../electron/sandbox/index.ts';
import type { KnownEnclave } from './answer-check.ts';

/** What can happen to the TEE in use. */
export type RotationCause = 'rotated-out' | 'ohttp-key' | 'signing-key' | 'crash' | 'relay-5xx' | 'by-hand';

/** What cuts answers under way stands apart: a request that was cut is sent again once, and takes its time once more. */
const CYCLE: readonly RotationCause[] = ['rotated-out', 'signing-key', 'ohttp-key', 'crash', 'relay-5xx', 'by-hand'];

/** Requests to the TEE that the relay turns down at `relay-5xx`. */
const REFUSED_REQUESTS = 5;

/** Options of {@link Rotations}. */
export interface RotationsOptions {
  readonly sandbox: Sandbox;
  /** The TEE that requests are sealed to now. */
  readonly current: () => string | undefined;
  /** Rotates by hand; undefined where nobody can. */
  readonly rotate: (() => Promise<unknown>) | undefined;
}

/**
 * Does one thing after the other to the TEE in use, and repairs it two steps later, as an operator would, so that there
 * are always enough. The records of dead TEEs stay listed, as they do for half an hour on a real registry.
 */
export class Rotations {
  readonly counts: Partial<Record<RotationCause, number>> = {};
  readonly #options: RotationsOptions;
  /** The enclaves by every id they have had. */
  readonly #known = new Map<string, KnownEnclave>();
  #step = 0;
  #repairs: { readonly step: number; readonly repair: () => Promise<unknown> }[] = [];

  constructor(options: RotationsOptions) {
    this.#options = options;
    this.#remember();
  }

  /** The enclave that has or had this id. */
  enclaveOf(teeId: string): KnownEnclave | undefined {
    if (!this.#known.has(teeId)) this.#remember();
    return this.#known.get(teeId);
  }

  /** The next one, and the repairs that are due. */
  async next(): Promise<void> {
    const { sandbox } = this.#options;
    const cause = CYCLE[this.#step % CYCLE.length] ?? 'by-hand';
    this.#step += 1;
    sandbox.faults.clear();
    const due = this.#repairs.filter(({ step }) => step <= this.#step);
    this.#repairs = this.#repairs.filter(({ step }) => step > this.#step);
    for (const { repair } of due) await repair();
    if (await this.#apply(cause)) this.counts[cause] = (this.counts[cause] ?? 0) + 1;
    this.#remember();
  }

  async #apply(cause: RotationCause): Promise<boolean> {
    const { sandbox, rotate } = this.#options;
    const teeId = this.#target();
    switch (cause) {
      case 'rotated-out':
        sandbox.network.registry.disable(teeId);
        this.#later(async () => sandbox.network.registry.enable(teeId));
        return true;
      case 'ohttp-key':
        await sandbox.network.rotateOhttpKey(teeId);
        return true;
      case 'signing-key':
        await sandbox.network.restart(teeId);
        return true;
      case 'crash':
        sandbox.network.crash(teeId);
        this.#later(() => sandbox.network.restart(teeId));
        return true;
      case 'relay-5xx':
        sandbox.faults.relay(
          { kind: 'status', status: this.#step % 2 === 0 ? 502 : 503 },
          { times: REFUSED_REQUESTS, teeId },
        );
        return true;
      case 'by-hand':
        await rotate?.();
        return rotate !== undefined;
    }
  }

  /** The TEE in use; when that is gone already, any living one. */
  #target(): Hex {
    const { sandbox, current } = this.#options;
    const teeId = current();
    const living = sandbox.enclaves().filter(({ isAlive }) => isAlive);
    const target = living.find(enclave => enclave.teeId === teeId) ?? living[this.#step % living.length];
    if (target === undefined) throw new Error('No enclave of the sandbox is alive.');
    return target.teeId;
  }

  #later(repair: () => Promise<unknown>): void {
    this.#repairs.push({ step: this.#step + 2, repair });
  }

  #remember(): void {
    for (const { teeId, name, keys } of this.#options.sandbox.enclaves()) {
      if (!this.#known.has(teeId)) this.#known.set(teeId, { name, signingKey: createPublicKey(keys.signingKey) });
    }
  }
}
