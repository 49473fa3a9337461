import type { EmitEvent, QuarantinedTee, Told } from '../../contract/index.ts';
import type { Clock, Timer } from '../platform/index.ts';
import { compareWithListed } from './compare.ts';
import type { TeeRecord } from './record.ts';
import type { TeeSession } from './session.ts';
import { byValue } from './tee-id.ts';

const FIRST_MS = 30_000;
const CAP_MS = 1_800_000;
/** A dead TEE leaves the registry within its heartbeat age; one that is still listed so long after is given a clean slate. */
const PROBATION_MS = 1_800_000;
/** More are not remembered; the oldest go first. */
const MAX_ENTRIES = 1_000;
const SHOWN = 50;

interface Entry {
  readonly record: TeeRecord;
  readonly reason: string;
  readonly told: Told | undefined;
  readonly since: number;
  readonly until: number;
  readonly failures: number;
  readonly isOut: boolean;
}

/** How long a TEE stays out after `failures` failures without a verified answer in between: 30 s doubling to 30 min. */
export function quarantineMs(failures: number): number {
  return Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 16), CAP_MS);
}

/**
 * Remembers which TEEs failed. Each failure puts its TEE out for longer; when its time is over it is on probation, where
 * one more failure puts it out again and a verified answer clears it. Forbids nothing: `rank` says how good an id is.
 */
export class Quarantine {
  readonly #clock: Clock;
  readonly #emit: EmitEvent;
  readonly #entries = new Map<string, Entry>();
  #timer: Timer | undefined;

  constructor({ clock, emit }: { clock: Clock; emit: EmitEvent }) {
    this.#clock = clock;
    this.#emit = emit;
  }

  /**
   * `session` failed; `isGone` when what failed shows that its keys are gone for good. False when that is no news: its TEE
   * is out already, or the session began before it was put out.
   */
  strike({ teeId, record, selectedAt }: TeeSession, reason: string, isGone = false, told?: Told): boolean {
    const id = byValue(teeId);
    const known = this.#entry(id);
    const at = this.#clock.now();
    if (known !== undefined && (known.isOut ? selectedAt <= known.since : selectedAt < known.since)) return false;
    const failures = (known?.failures ?? 0) + 1;
    const until = at + (isGone ? CAP_MS : quarantineMs(failures));
    this.#entries.delete(id);
    this.#entries.set(id, { record, reason, told, since: at, until, failures, isOut: true });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MAX_ENTRIES) break;
      this.#entries.delete(oldest);
    }
    this.#emit({ type: 'teeQuarantined', at, teeId, until, reason, ...(told === undefined ? {} : { told }) });
    this.#arm();
    return true;
  }

  /** An answer of `session` was verified: that clears a TEE that was selected again since it failed. */
  verified({ teeId, selectedAt }: TeeSession): void {
    const entry = this.#entry(byValue(teeId));
    if (entry !== undefined && selectedAt >= entry.since) this.#clear(byValue(teeId), teeId);
  }

  /** Somebody wants it used again: on probation, as if its time were over. False when it is not out. */
  release(teeId: string): boolean {
    const id = byValue(teeId);
    const entry = this.#entry(id);
    if (entry === undefined || !entry.isOut) return false;
    const at = this.#clock.now();
    this.#entries.set(id, { ...entry, until: at, isOut: false });
    this.#emit({ type: 'teeReleased', at, teeId: entry.record.teeId, onProbation: true });
    this.#arm();
    return true;
  }

  /** What the registry lists now; a TEE with other keys than those that failed starts afresh. */
  reconcile(listed: (teeId: string) => TeeRecord | undefined): void {
    for (const [id, { record }] of [...this.#entries]) {
      const now = listed(id);
      if (now !== undefined && compareWithListed(record, now, null).action === 'drop') this.#clear(id, record.teeId);
    }
  }

  /** 0: nothing against it; 1 and more: on probation, the more failures the worse; from 2: out, the later back the worse. */
  rank(teeId: string): number {
    if (this.#entries.size === 0) return 0;
    const entry = this.#entry(byValue(teeId));
    if (entry === undefined) return 0;
    return entry.isOut ? 2 + Math.max(0, entry.until - this.#clock.now()) : 2 - 1 / entry.failures;
  }

  /** Soonest back first, at most 50. */
  snapshot(): QuarantinedTee[] {
    const entries = [...this.#entries.keys()].flatMap(id => this.#entry(id) ?? []).sort((a, b) => a.until - b.until);
    return entries.slice(0, SHOWN).map(({ record, reason, told, since, until, failures, isOut }) => ({
      teeId: record.teeId,
      state: isOut ? 'quarantined' : 'probation',
      reason,
      ...(told === undefined ? {} : { told }),
      since,
      until,
      failures,
    }));
  }

  /** Forgets everything; no timer is left. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#entries.clear();
  }

  #entry(id: string): Entry | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.isOut || this.#clock.now() < entry.until + PROBATION_MS) return entry;
    this.#entries.delete(id);
    return undefined;
  }

  #clear(id: string, teeId: string): void {
    this.#entries.delete(id);
    this.#emit({ type: 'teeReleased', at: this.#clock.now(), teeId, onProbation: false });
    this.#arm();
  }

  #arm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const out = [...this.#entries.values()].filter(({ isOut }) => isOut);
    if (out.length === 0) return;
    const nextAt = Math.min(...out.map(({ until }) => until));
    // At least a second: a wall clock that was set back must not make this spin.
    this.#timer = this.#clock.schedule(Math.max(1_000, nextAt - this.#clock.now()), () => this.#release());
  }

  #release(): void {
    const at = this.#clock.now();
    for (const [id, entry] of this.#entries) {
      if (!entry.isOut || entry.until > at) continue;
      this.#entries.set(id, { ...entry, isOut: false });
      this.#emit({ type: 'teeReleased', at, teeId: entry.record.teeId, onProbation: true });
    }
    this.#arm();
  }
}
