import type { TeeCause } from '../../contract/index.ts';
import type { Random } from '../platform/index.ts';
import type { TeeRecord } from './record.ts';
import { judgedCandidates, pickTee, type TeePins } from './selection.ts';
import { createSession, type TeeSession } from './session.ts';
import type { JudgedRecord } from './usability.ts';

/** What a choice is made from. */
export interface Choice {
  readonly judged: readonly JudgedRecord[];
  readonly pins: TeePins;
  /** Ids to pass over. */
  readonly exclude: ReadonlySet<string>;
  readonly cause: TeeCause;
  readonly random: Random;
  readonly nowMs: number;
}

/**
 * A session with one of the usable TEEs that meet the pins and are not excluded, uniformly; undefined when every one of
 * them is excluded. A key that cannot be imported after all costs its TEE the turn. Throws `SelectionError`, or what
 * importing the last one threw.
 */
export async function chooseOther(choice: Choice): Promise<TeeSession | undefined> {
  let candidates: readonly TeeRecord[] = judgedCandidates(choice);
  while (candidates.length > 0) {
    const record = pickTee(candidates, choice.random);
    candidates = candidates.filter(candidate => candidate !== record);
    try {
      return await createSession(record, choice.cause, choice.nowMs);
    } catch (error) {
      if (candidates.length === 0) throw error;
    }
  }
  return undefined;
}

/**
 * {@link chooseOther}, or one of the excluded when there is no other: the one that just failed is better than none, since
 * what failed may well have been the way to it. Throws `no_usable_tee`, `pcr_pin_unmatched`, `tee_pin_unmatched`.
 */
export async function chooseAny(choice: Choice): Promise<TeeSession> {
  const other = await chooseOther(choice);
  if (other !== undefined) return other;
  const record = pickTee(judgedCandidates({ judged: choice.judged, pins: choice.pins }), choice.random);
  return createSession(record, choice.cause, choice.nowMs);
}
