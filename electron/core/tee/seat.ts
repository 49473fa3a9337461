import type { CurrentTee, DrainingTee, TeeCause } from '../../contract/index.ts';
import { LeaseLedger } from './lease.ts';
import type { TeeSession } from './session.ts';

const SHOWN = 50;

/**
 * Who requests are sealed to: the current session if there is one, the one before it, and those that were replaced while
 * requests were under way to them. All changes are synchronous, so nobody can see half of one.
 */
export class Seat {
  #ledger: LeaseLedger | undefined;
  /** The id before the current one, and why it left; for the next selection's cause. */
  #departed: { readonly teeId: string; readonly cause: TeeCause } | undefined;
  #draining: { readonly ledger: LeaseLedger; readonly since: number }[] = [];

  get ledger(): LeaseLedger | undefined {
    return this.#ledger;
  }

  get session(): TeeSession | undefined {
    return this.#ledger?.session;
  }

  /** Who left without a successor so far. */
  get departed(): { readonly teeId: string; readonly cause: TeeCause } | undefined {
    return this.#departed;
  }

  /** `session` is the current one from now on. Returns the id before it, undefined for the first. */
  install(session: TeeSession, at: number): string | undefined {
    const from = this.session?.teeId ?? this.#departed?.teeId;
    this.#vacate(at);
    this.#ledger = new LeaseLedger(session);
    this.#departed = undefined;
    return from;
  }

  /** The current one goes, and nobody follows yet. */
  depart(cause: TeeCause, at: number): void {
    if (this.#ledger === undefined) return;
    this.#departed = { teeId: this.#ledger.session.teeId, cause };
    this.#vacate(at);
  }

  /** Forgets who was there; what drains goes on. */
  clear(at: number): void {
    this.#vacate(at);
    this.#departed = undefined;
  }

  current(): CurrentTee | null {
    return this.#ledger?.snapshot() ?? null;
  }

  /** Latest replaced first, at most 50. */
  draining(): DrainingTee[] {
    this.#draining = this.#draining.filter(({ ledger }) => ledger.inFlight > 0);
    return this.#draining
      .slice(-SHOWN)
      .reverse()
      .map(({ ledger, since }) => ({ teeId: ledger.session.teeId, inFlight: ledger.inFlight, since }));
  }

  #vacate(at: number): void {
    const ledger = this.#ledger;
    this.#ledger = undefined;
    this.#draining = this.#draining.filter(({ ledger: old }) => old.inFlight > 0);
    if (ledger !== undefined && ledger.inFlight > 0) this.#draining.push({ ledger, since: at });
  }
}
