import type { CommandResult } from '../../contract/index.ts';
import { nowSealedTo, onlyOne, pinnedByTeeId } from './gate-sentences.ts';
import type { RegistryChecker } from './registry-checker.ts';
import type { TeePins } from './selection.ts';
import type { Succession } from './succession.ts';

/** What {@link rotateByHand} works with. */
export interface ByHandParts {
  readonly checker: Pick<RegistryChecker, 'fresh'>;
  readonly succession: Succession;
  readonly pins: TeePins;
  /** Makes sure that there is a TEE. Throws why there is none. */
  readonly select: (lifetime: AbortSignal) => Promise<void>;
}

/** Another TEE because a person asks, in a pause too. A text says why it cannot be. Throws what looking for one throws. */
export async function rotateByHand(parts: ByHandParts, lifetime: AbortSignal): Promise<CommandResult | string> {
  const { checker, succession, pins, select } = parts;
  if (succession.isResting) return seatByHand(parts, lifetime);
  if (succession.seat.session === undefined) await select(lifetime);
  const current = succession.seat.session;
  if (current === undefined) return 'There is no TEE to rotate from.';
  if (pins.teeId !== null) return pinnedByTeeId(pins.teeId);
  const known = await succession.rotate(current, lifetime);
  if (known !== undefined) return nowSealedTo(known);
  // The last reading has no other, or is too old: a new one may have.
  const { failure, isRead } = await checker.fresh();
  const found = await succession.rotate(current, lifetime);
  if (found !== undefined) return nowSealedTo(found);
  return isRead || failure === undefined ? onlyOne(current, pins) : failure.message;
}

/** Nobody takes over by itself in a pause; a person may still want it. */
async function seatByHand(
  { checker, succession }: ByHandParts,
  lifetime: AbortSignal,
): Promise<CommandResult | string> {
  const { isRead, failure } = await checker.fresh();
  if (!isRead && failure !== undefined) return failure.message;
  const session = await succession.fillByHand(lifetime);
  return session === undefined ? 'There is no TEE to rotate to.' : nowSealedTo(session);
}
