import type { CommandResult } from '../../contract/index.ts';
import type { GatehouseError } from '../platform/index.ts';
import { countTees, type TeePins } from './selection.ts';
import type { TeeSession } from './session.ts';
import { shortId } from './tee-id.ts';

/** A command put `session` in force; `why` it had to. */
export function nowSealedTo({ teeId }: TeeSession, why?: string): CommandResult {
  const sentence = `Requests are sealed to ${shortId(teeId)} now.`;
  return {
    changed: true,
    told: { code: 'tee_sealed', name: teeId },
    sentence: why === undefined ? sentence : `${why} ${sentence}`,
  };
}

/** A check that changed nothing, or failed. */
export function checkedSentence(facts: {
  readonly failure: GatehouseError | undefined;
  readonly current: TeeSession | undefined;
  readonly listedTotal: number;
  readonly usableTotal: number;
}): string {
  const { failure, current, listedTotal, usableTotal } = facts;
  const kept = current === undefined ? '' : ` ${shortId(current.teeId)} is kept.`;
  const found = failure?.message ?? `${countTees(listedTotal)} in the registry, ${usableTotal} usable.`;
  return `${found}${kept}`;
}

/** Why there is nothing to rotate to. */
export function onlyOne({ teeId }: TeeSession, pins: TeePins): string {
  const which = pins.pcrHash === null ? 'usable TEE' : 'usable TEE of the pinned build';
  return `${shortId(teeId)} is the only ${which} in the registry.`;
}

/** Why a rotation is out of the question. */
export function pinnedByTeeId(teeId: string): string {
  return `${shortId(teeId)} is pinned by tee.teeId, so there is no other to rotate to.`;
}
