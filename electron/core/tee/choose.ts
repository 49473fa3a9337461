import type { Random } from '../platform/index.ts';
import type { TeeRecord } from './record.ts';
import { judgedCandidates, pickTee, type TeePins } from './selection.ts';
import { type PreparedTee, prepareTee } from './session.ts';
import type { JudgedRecord } from './usability.ts';

/** What a choice is made from. */
export interface Choice {
  readonly judged: readonly JudgedRecord[];
  readonly pins: TeePins;
  /** Ids to pass over. */
  readonly exclude: ReadonlySet<string>;
  /** How good a TEE is, 0 best: only among the best the choice is left to chance. */
  readonly rank: (record: TeeRecord) => number;
  readonly random: Random;
}

/**
 * One of the best TEEs that are usable, meet the pins and are not excluded, its keys imported; undefined when every one
 * of them is excluded. A key that cannot be imported after all costs its TEE the turn. Throws `SelectionError`, or what
 * importing the last one threw.
 */
export async function chooseOther(choice: Choice): Promise<PreparedTee | undefined> {
  let candidates: readonly TeeRecord[] = judgedCandidates(choice);
  while (candidates.length > 0) {
    const record = pickTee(best(candidates, choice.rank), choice.random);
    candidates = candidates.filter(candidate => candidate !== record);
    try {
      return await prepareTee(record);
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
export async function chooseAny(choice: Choice): Promise<PreparedTee> {
  const other = await chooseOther(choice);
  if (other !== undefined) return other;
  const all = judgedCandidates({ judged: choice.judged, pins: choice.pins });
  return prepareTee(pickTee(best(all, choice.rank), choice.random));
}

function best(candidates: readonly TeeRecord[], rank: Choice['rank']): readonly TeeRecord[] {
  const ranked = candidates.map(record => ({ record, rank: rank(record) }));
  const least = ranked.reduce((lowest, { rank: candidate }) => Math.min(lowest, candidate), Number.POSITIVE_INFINITY);
  return ranked.filter(({ rank: candidate }) => candidate === least).map(({ record }) => record);
}
