import type { CommandResult, EmitEvent, Told } from '../../contract/index.ts';
import { abortReason, type Clock, errorMessage, toldError } from '../platform/index.ts';
import { nowSealedTo, onlyOne, pinnedByTeeId } from './gate-sentences.ts';
import type { RegistryChecker } from './registry-checker.ts';
import type { TeePins } from './selection.ts';
import type { Succession } from './succession.ts';

/** What {@link RotationByHand} works with. */
export interface ByHandParts {
  readonly checker: Pick<RegistryChecker, 'fresh'>;
  readonly succession: Succession;
  readonly pins: TeePins;
  /** Makes sure that there is a TEE. Throws why there is none. */
  readonly select: (lifetime: AbortSignal) => Promise<void>;
}

/** Options of {@link RotationByHand}. */
export interface RotationByHandOptions extends ByHandParts {
  readonly clock: Clock;
  readonly emit: EmitEvent;
  /** A rotation began or ended. */
  readonly onChange: () => void;
}

/** Another TEE because a person asks, in a pause too. One rotation at a time, and each that cannot be says why. */
export class RotationByHand {
  readonly #options: RotationByHandOptions;
  #running: Promise<CommandResult> | undefined;

  constructor(options: RotationByHandOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Several calls at once are one. Throws the reason of `lifetime`. */
  run(lifetime: AbortSignal): Promise<CommandResult> {
    this.#running ??= this.#run(lifetime).finally(() => {
      this.#running = undefined;
      this.#options.onChange();
    });
    this.#options.onChange();
    return this.#running;
  }

  async #run(lifetime: AbortSignal): Promise<CommandResult> {
    try {
      const outcome = await rotate(this.#options, lifetime);
      return 'reason' in outcome ? this.#refuse(outcome.reason, outcome.told) : outcome;
    } catch (error) {
      if (lifetime.aborted) throw abortReason(lifetime);
      return this.#refuse(errorMessage(error), toldError(error));
    }
  }

  #refuse(reason: string, told: Told | undefined): CommandResult {
    const { clock, emit } = this.#options;
    const why = told === undefined ? {} : { told };
    emit({ type: 'teeRotationRefused', at: clock.now(), ...why, reason });
    return { changed: false, ...why, sentence: reason };
  }
}

/** Why there is no other. */
interface Refusal {
  readonly reason: string;
  readonly told: Told | undefined;
}

/** A refusal says why there is no other. Throws what looking for one throws. */
async function rotate(parts: ByHandParts, lifetime: AbortSignal): Promise<CommandResult | Refusal> {
  const { checker, succession, pins, select } = parts;
  if (succession.isResting) return seatByHand(parts, lifetime);
  if (succession.seat.session === undefined) await select(lifetime);
  const current = succession.seat.session;
  if (current === undefined) {
    return { reason: 'There is no TEE to rotate from.', told: { code: 'tee_none_to_leave' } };
  }
  if (pins.teeId !== null) {
    return { reason: pinnedByTeeId(pins.teeId), told: { code: 'tee_pinned', name: pins.teeId } };
  }
  const known = await succession.rotate(current, lifetime);
  if (known !== undefined) return nowSealedTo(known);
  // The last reading has no other, or is too old: a new one may have.
  const { failure, isRead } = await checker.fresh();
  const found = await succession.rotate(current, lifetime);
  if (found !== undefined) return nowSealedTo(found);
  if (!isRead && failure !== undefined) return { reason: failure.message, told: toldError(failure) };
  const code = pins.pcrHash === null ? 'tee_only' : 'tee_only_of_build';
  return { reason: onlyOne(current, pins), told: { code, name: current.teeId } };
}

/** Nobody takes over by itself in a pause; a person may still want it. */
async function seatByHand(
  { checker, succession }: ByHandParts,
  lifetime: AbortSignal,
): Promise<CommandResult | Refusal> {
  const { isRead, failure } = await checker.fresh();
  if (!isRead && failure !== undefined) return { reason: failure.message, told: toldError(failure) };
  const session = await succession.fillByHand(lifetime);
  if (session !== undefined) return nowSealedTo(session);
  return { reason: 'There is no TEE to rotate to.', told: { code: 'tee_none_to_go_to' } };
}
