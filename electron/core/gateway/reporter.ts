import type { GatewayState, GatewayStatus } from '../../contract/index.ts';
import type { Clock } from '../platform/index.ts';
import type { EmitGatewayEvent } from './events.ts';
import type { SequenceGap } from './inbox.ts';
import type { ConnectionState } from './machine.ts';
import { gatewayStatus, type StatusFacts } from './status.ts';

/** Options of {@link Reporter}. */
export interface ReporterOptions {
  readonly clock: Clock;
  readonly emit: EmitGatewayEvent;
  /** As they are now. */
  readonly facts: () => StatusFacts;
}

/** A gateway that drops events drops many. */
const GAP_EVERY_MS = 5_000;

/** Turns the machine's steps into events, each said once, and knows since when the shown state lasts. */
export class Reporter {
  readonly #options: ReporterOptions;
  #state: GatewayState = 'idle';
  #since: number;
  #bootId: string | null = null;
  #approvalFor: string | null | undefined;
  #gapToldMs = Number.NEGATIVE_INFINITY;

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.#since = options.clock.now();
  }

  snapshot(): GatewayStatus {
    return gatewayStatus(this.#options.facts(), this.#since, this.#options.clock.now());
  }

  /** A step was taken. */
  report(before: ConnectionState, after: ConnectionState, reason: string): void {
    const { emit, clock } = this.#options;
    const at = clock.now();
    const status = this.snapshot();
    const { profile, sentence, told, host } = status;
    const words = { sentence, host, told: told ?? {} };
    if (before.name !== after.name) {
      emit({
        type: 'gatewayTransition',
        at,
        profile,
        from: before.name,
        to: after.name,
        reason,
        shown: status.reason,
        ...words,
      });
    }
    if (status.state !== this.#state) {
      const change = { from: this.#state, to: status.state, afterMs: at - this.#since };
      this.#state = status.state;
      this.#since = at;
      emit({ type: 'gatewayStateChanged', at, profile, ...change, reason: status.reason, ...words });
    }
    if (after.name === 'pairing') this.#approval(status, at);
    if (after.name === 'ready' && before.name !== 'ready') this.#connected(after, at, profile);
    if (after.name === 'idle') this.#approvalFor = undefined;
  }

  /** The computer slept, and whatever was not connected before begins anew: a night is no part of an outage. */
  wake(): void {
    if (this.#state !== 'ready' && this.#state !== 'limited') this.#since = this.#options.clock.now();
  }

  /** More scopes were asked for on a live connection; the snapshot says what is to be approved. */
  upgradeWaiting(): void {
    const { approval, profile } = this.snapshot();
    if (approval === null) return;
    this.#options.emit({ type: 'gatewayApprovalNeeded', at: this.#options.clock.now(), profile, ...approval });
  }

  /** The connection stands again, with the scopes that were asked for. */
  upgradeApproved(): void {
    const { clock, emit, facts } = this.#options;
    emit({ type: 'gatewayApproved', at: clock.now(), profile: facts().profile });
  }

  /** Events were lost; the first loss of a flood is told. */
  gap(gap: SequenceGap): void {
    const { clock, emit, facts } = this.#options;
    const nowMs = clock.monotonicMs();
    if (nowMs - this.#gapToldMs < GAP_EVERY_MS) return;
    this.#gapToldMs = nowMs;
    emit({ type: 'gatewayGap', at: clock.now(), profile: facts().profile, ...gap });
  }

  #approval({ approval, profile }: GatewayStatus, at: number): void {
    if (approval === null || approval.requestId === this.#approvalFor) return;
    this.#approvalFor = approval.requestId;
    this.#options.emit({ type: 'gatewayApprovalNeeded', at, profile, ...approval });
  }

  #connected({ session }: Extract<ConnectionState, { name: 'ready' }>, at: number, profile: string): void {
    const { emit } = this.#options;
    const { bootId } = session.hello;
    if (this.#approvalFor !== undefined) emit({ type: 'gatewayApproved', at, profile });
    this.#approvalFor = undefined;
    if (bootId === null) return;
    if (this.#bootId !== null && bootId !== this.#bootId) emit({ type: 'gatewayRestarted', at, profile, bootId });
    this.#bootId = bootId;
  }
}
