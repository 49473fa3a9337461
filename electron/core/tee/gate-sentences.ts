import type { CommandResult, Told } from '../../contract/index.ts';
import { type GatehouseError, toldError } from '../platform/index.ts';
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

/** A check changed nothing, or failed. */
export function checkedInVain(facts: {
  readonly failure: GatehouseError | undefined;
  readonly current: TeeSession | undefined;
  readonly listedTotal: number;
  readonly usableTotal: number;
}): CommandResult {
  const { failure, current, listedTotal, usableTotal } = facts;
  const kept = current === undefined ? '' : ` ${shortId(current.teeId)} is kept.`;
  if (failure === undefined) {
    const found = `${countTees(listedTotal)} in the registry, ${usableTotal} usable.`;
    const told: Told = { code: 'registry_checked', count: usableTotal, total: listedTotal };
    return { changed: false, told, sentence: `${found}${kept}` };
  }
  const name = current === undefined ? {} : { name: current.teeId };
  const told: Told = { code: 'registry_not_checked', ...name, of: toldError(failure) };
  return { changed: false, told, sentence: `${failure.message}${kept}` };
}

/** What became of a quarantine that a person wanted to end. */
export function releaseOf(teeId: string, isReleased: boolean): CommandResult {
  return isReleased
    ? {
        changed: true,
        told: { code: 'tee_released', name: teeId },
        sentence: `${shortId(teeId)} may be used again, on probation.`,
      }
    : {
        changed: false,
        told: { code: 'tee_not_quarantined', name: teeId },
        sentence: `${shortId(teeId)} is not quarantined.`,
      };
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
