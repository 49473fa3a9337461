import { randomUUID } from 'node:crypto';
import { classifyFailure, type FailedTurn } from '../failure/classify.ts';
import type { FailureVerdict } from '../failure/verdict.ts';
import type { HeadroomReading } from '../headroom/reading.ts';
import type { Fence } from '../locks/agent-locks.ts';
import type { RotationContext } from './context.ts';
import { EarlyRotation } from './early.ts';
import { guarded } from './guarded.ts';
import { ManualRotation } from './manual.ts';
import { type NotSwitched, notSwitched, type SwitchResult } from './results.ts';
import type { Assignment, FailureEvent } from './state.ts';
import type { MoveRequest } from './switcher.ts';

/** A failure that an agent, the proxy or the gateway reports. */
export interface FailureReport extends FailedTurn {
  readonly agent: string;
  /** Name or id of the subscription that the turn really ran on; default: the one that the agent is on. */
  readonly subscription?: string | undefined;
  /** Number of the assignment that the turn was started under, where the reporter knows it. */
  readonly generation?: number | undefined;
  /** What the reporter has found out already, for example from the provider's headers. */
  readonly verdict?: FailureVerdict | undefined;
  /** The turn was moved and tried again already: one hop is enough, so this failure is recorded and moves nobody. */
  readonly isRepeat?: boolean | undefined;
}

const MAX_MESSAGE_LENGTH = 300;

/**
 * Decides when an agent changes its subscription: after a failure, before a turn that would fail, before the wall, and
 * by hand. Each decision is made under the agent's lock on what is read there.
 */
export class Rotator {
  /** By hand: the person's own choices. */
  readonly byHand: ManualRotation;
  readonly #options: RotationContext;
  readonly #early: EarlyRotation;

  constructor(options: RotationContext) {
    this.#options = options;
    this.byHand = new ManualRotation(options);
    this.#early = new EarlyRotation(options);
  }

  /**
   * Takes in a failure, and switches the agent when the failure speaks against its credential. Records it whatever the
   * setting. Throws when aborted and when the files cannot be written; a shared state that is away is a result.
   */
  async agentFailed(report: FailureReport, signal: AbortSignal): Promise<SwitchResult> {
    const { agent } = report;
    const verdict = report.verdict ?? classifyFailure(report);
    return guarded(agent, signal, async () => {
      // Before anything else that waits: what is read later may be what another caller has switched to already.
      const snapshot = await this.#options.state.read(agent, signal);
      if (verdict.kind === 'none') return this.#harmless(agent, verdict, snapshot);
      const isLate = report.generation !== undefined && report.generation < (snapshot?.generation ?? 0);
      // What it ran on was left since, and nobody says which one that was: it must not count against the present one.
      if (isLate && !this.#knowsWhatFailed(report, snapshot)) return this.#options.switcher.stale(agent, snapshot);
      const usedId = this.#usedId(report, snapshot);
      if (usedId === null) return notSwitched(agent, 'no_subscription', 'The agent has no subscription.');
      const formerMs = isLate && verdict.kind === 'auth' ? this.#replacedAtMs(usedId) : null;
      await this.#record(report, verdict, { usedId, formerMs }, signal);
      if (verdict.kind === 'auth' && report.status === 401 && formerMs === null)
        this.#early.tellInvalid(usedId, 'an agent was refused with it');
      if (!this.#options.settings.isAutomatic()) return this.#disabled(agent, usedId);
      if (report.isRepeat === true) return this.#repeated(agent, usedId);
      return this.#options.locks.withLock(agent, signal, async fence => {
        const current = await this.#options.state.read(agent, signal);
        // Another generation: somebody has switched already, or the token that failed was replaced.
        const isStale = current?.subscriptionId !== usedId || current.generation !== snapshot?.generation;
        if (current === undefined || isStale || isLate) return this.#options.switcher.stale(agent, current);
        return this.#moveAfterFailure(current, verdict, fence, signal);
      });
    });
  }

  /**
   * Takes over where the agent's own backend has put it since it confirmed our order, if it has one. A lock or a state
   * that cannot be had is a result: the next look does it. Throws when aborted and when the files cannot be written.
   */
  async follow(agent: string, signal: AbortSignal): Promise<SwitchResult> {
    const { state, locks, fleet, switcher } = this.#options;
    const none = notSwitched(agent, 'not_needed', 'Its backend has it where it was put.');
    if (fleet.find(agent)?.port.kind !== 'trinity') return none;
    return guarded(agent, signal, () =>
      locks.withLock(agent, signal, async fence => {
        const current = await state.read(agent, signal);
        // What was not carried out yet is left to whoever repeats it.
        if (current === undefined || current.confirmedGeneration !== current.generation) return none;
        const within = AbortSignal.any([signal, fence.signal]);
        return (await switcher.follow(current, fence, within)) ?? none;
      }),
    );
  }

  /** See {@link EarlyRotation.beforeDispatch}. */
  beforeDispatch(agent: string, signal: AbortSignal): Promise<SwitchResult> {
    return this.#early.beforeDispatch(agent, signal);
  }

  /** See {@link EarlyRotation.headroomChanged}. */
  headroomChanged(
    subscriptionId: string,
    reading: HeadroomReading,
    signal: AbortSignal,
  ): Promise<readonly SwitchResult[]> {
    return this.#early.headroomChanged(subscriptionId, reading, signal);
  }

  #moveAfterFailure(
    current: Assignment,
    verdict: FailureVerdict,
    fence: Fence,
    signal: AbortSignal,
  ): Promise<SwitchResult> {
    const failureKind = verdict.kind === 'rate_limit' ? 'rate_limit' : 'auth';
    const because = failureKind === 'rate_limit' ? 'its subscription met a limit' : 'its credential was refused';
    const request: MoveRequest = { cause: 'failure', failureKind, because, window: verdict.cooldownHint?.window };
    return this.#options.switcher.moveAway(current, request, fence, AbortSignal.any([signal, fence.signal]));
  }

  async #record(
    report: FailureReport,
    verdict: FailureVerdict,
    { usedId, formerMs }: { readonly usedId: string; readonly formerMs: number | null },
    signal: AbortSignal,
  ): Promise<void> {
    const { scope, untilMs, window } = verdict.cooldownHint ?? {};
    const model = this.#options.fleet.find(report.agent)?.model;
    const event: FailureEvent = {
      id: randomUUID(),
      agent: report.agent,
      subscriptionId: usedId,
      kind: verdict.kind === 'rate_limit' ? 'rate_limit' : 'auth',
      message: this.#options.scrubber.redact(report.message ?? '').slice(0, MAX_MESSAGE_LENGTH),
      // A refusal of the former token stands before the present one, against which it says nothing.
      occurredAtMs: formerMs === null ? this.#options.clock.now() : formerMs - 1,
      resetsAtMs: untilMs ?? null,
      window: window ?? (scope === 'model' && model !== undefined ? `7d_${model}` : null),
    };
    await this.#options.state.appendFailure(event, signal);
  }

  /** When the subscription got its present token; null: it has its first one. */
  #replacedAtMs(subscriptionId: string): number | null {
    return this.#options.vault.byId(subscriptionId)?.replacedAtMs ?? null;
  }

  #knowsWhatFailed({ subscription, generation = 0 }: FailureReport, snapshot: Assignment | undefined): boolean {
    if (subscription !== undefined) return true;
    // Only the token changed, not the subscription.
    return snapshot?.cause === 'replaced' && generation === snapshot.generation - 1;
  }

  #usedId({ subscription }: FailureReport, snapshot: Assignment | undefined): string | null {
    if (subscription === undefined) return snapshot?.subscriptionId ?? null;
    const byId = this.#options.vault.byId(subscription);
    return byId?.id ?? this.#options.vault.find(subscription).id;
  }

  #harmless(agent: string, verdict: FailureVerdict, snapshot: Assignment | undefined): NotSwitched {
    const subscription = this.#options.switcher.nameOf(snapshot?.subscriptionId ?? null);
    const rest = { subscription, failureKind: 'none' } as const;
    return verdict.cooldownHint?.scope === 'request'
      ? notSwitched(
          agent,
          'throttled',
          'The limit concerns this request only; another subscription would not help.',
          rest,
        )
      : notSwitched(agent, 'not_a_credential_failure', 'The failure says nothing against the credential.', rest);
  }

  #repeated(agent: string, usedId: string): NotSwitched {
    const subscription = this.#options.switcher.nameOf(usedId);
    const reason = 'The turn was moved once already; its failure was recorded, and the next turn decides anew.';
    return notSwitched(agent, 'repeated', reason, { subscription });
  }

  #disabled(agent: string, usedId: string): NotSwitched {
    const subscription = this.#options.switcher.nameOf(usedId);
    return notSwitched(agent, 'disabled', 'Automatic switching is off; the failure was recorded.', { subscription });
  }
}
