import type { Random } from '../platform/index.ts';
import { SelectionError } from './errors.ts';
import type { TeeRecord } from './record.ts';
import { byValue, shortId } from './tee-id.ts';
import { type JudgedRecord, judgeRecord } from './usability.ts';

/** What a person insists on; null for no matter. Compared by value: any case, with or without 0x. */
export interface TeePins {
  readonly teeId: string | null;
  readonly pcrHash: string | null;
}

/** Which of the registry's TEEs may be chosen. */
export interface SelectionInput {
  readonly records: readonly TeeRecord[];
  readonly pins: TeePins;
  /** Ids not to choose now, e.g. the one that just failed. */
  readonly exclude?: ReadonlySet<string>;
}

/** {@link SelectionInput} whose records were judged already, and judged once only: parsing thousands of keys takes long. */
export interface JudgedSelectionInput extends Omit<SelectionInput, 'records'> {
  readonly judged: readonly JudgedRecord[];
}

/** Shows at most so many ids or reasons in one sentence. */
const MAX_NAMED = 3;

function enumerate(items: readonly string[]): string {
  const named = items.slice(0, MAX_NAMED).join(', ');
  return items.length > MAX_NAMED ? `${named} and ${items.length - MAX_NAMED} more` : named;
}

function distinct(items: readonly string[]): string[] {
  return [...new Set(items)];
}

/** `1 TEE`, `3 TEEs`. */
export function countTees(count: number): string {
  return `${count} TEE${count === 1 ? '' : 's'}`;
}

/** The reasons of the unusable ones with how often each occurs: `It has no HPKE key to seal to (2)`. */
function reasonsOf(judged: readonly JudgedRecord[]): string {
  const counts = new Map<string, number>();
  for (const { judgement } of judged) {
    if (!judgement.usable) counts.set(judgement.sentence, (counts.get(judgement.sentence) ?? 0) + 1);
  }
  const texts = [...counts].map(([sentence, count]) => `${sentence.replace(/\.$/, '')} (${count})`);
  return enumerate(texts);
}

/** The first record of each id: an id listed twice counts as it is listed first. */
function firstOfEachId<T extends { readonly record: TeeRecord }>(judged: readonly T[]): T[] {
  const seen = new Set<string>();
  return judged.filter(({ record }) => {
    const id = byValue(record.teeId);
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

function noneUsable(judged: readonly JudgedRecord[]): SelectionError {
  if (judged.length === 0) {
    return new SelectionError('no_usable_tee', 'The registry has no active TEE.', {
      remedy: 'Wait for one to come up, or check tee.registry.address and tee.registry.teeType.',
    });
  }
  const message = `${judged.length} in the registry, none usable: ${reasonsOf(judged)}.`;
  return new SelectionError('no_usable_tee', message, { remedy: 'Wait for another TEE to be registered.' });
}

function pcrUnmatched(pin: string, usable: readonly JudgedRecord[]): SelectionError {
  const found = distinct(usable.map(({ record }) => shortId(record.pcrHash)));
  const message = `No usable TEE runs the pinned build ${shortId(pin)}; found instead: ${enumerate(found)}.`;
  return new SelectionError('pcr_pin_unmatched', message, {
    remedy: 'Check tee.expectedPcrHash against the build that you trust, or remove the pin.',
    details: { pin, found: found.slice(0, 10) },
  });
}

function teeUnmatched(pin: string, candidates: readonly JudgedRecord[], all: readonly JudgedRecord[]): SelectionError {
  const listed = all.find(({ record }) => byValue(record.teeId) === byValue(pin));
  const found = candidates.map(({ record }) => shortId(record.teeId));
  const why =
    listed === undefined
      ? `found instead: ${enumerate(found)}`
      : listed.judgement.usable
        ? `it runs build ${shortId(listed.record.pcrHash)}, not the pinned one`
        : `it is listed but cannot be used: ${listed.judgement.sentence.replace(/\.$/, '')}`;
  const message =
    listed === undefined
      ? `The pinned TEE ${shortId(pin)} is not among the active ones; ${why}.`
      : `The pinned TEE ${shortId(pin)} cannot be chosen: ${why}.`;
  return new SelectionError('tee_pin_unmatched', message, {
    remedy: 'A TEE gets a new id whenever it restarts: update tee.teeId, or pin the build with tee.expectedPcrHash.',
    details: { pin, found: found.slice(0, 10) },
  });
}

/**
 * The records that may be chosen: usable, of the pinned build, with the pinned id. Throws `no_usable_tee`,
 * `pcr_pin_unmatched`, `tee_pin_unmatched`: a pin that nothing meets is refused, never ignored. Exclusions are applied
 * last and may leave an empty list.
 */
export function judgedCandidates({ judged, pins, exclude }: JudgedSelectionInput): TeeRecord[] {
  const listed = firstOfEachId(judged);
  const usable = listed.filter(({ judgement }) => judgement.usable);
  if (usable.length === 0) throw noneUsable(listed);
  const { teeId, pcrHash } = pins;
  const ofBuild =
    pcrHash === null ? usable : usable.filter(({ record }) => byValue(record.pcrHash) === byValue(pcrHash));
  if (ofBuild.length === 0 && pcrHash !== null) throw pcrUnmatched(pcrHash, usable);
  const pinned = teeId === null ? ofBuild : ofBuild.filter(({ record }) => byValue(record.teeId) === byValue(teeId));
  if (pinned.length === 0 && teeId !== null) throw teeUnmatched(teeId, ofBuild, listed);
  const excluded = new Set([...(exclude ?? [])].map(byValue));
  return pinned.map(({ record }) => record).filter(record => !excluded.has(byValue(record.teeId)));
}

/** {@link judgedCandidates} of records that were not judged yet. */
export function selectionCandidates({ records, ...rest }: SelectionInput): TeeRecord[] {
  return judgedCandidates({ judged: records.map(record => ({ record, judgement: judgeRecord(record) })), ...rest });
}

/** One of the candidates, uniformly. Throws what {@link selectionCandidates} throws, and `no_usable_tee` when all are excluded. */
export function selectTee({ random, ...input }: SelectionInput & { readonly random: Random }): TeeRecord {
  return pickTee(selectionCandidates(input), random);
}

/** One of `candidates`, uniformly. Throws `no_usable_tee` when there is none. */
export function pickTee(candidates: readonly TeeRecord[], random: Random): TeeRecord {
  const picked = candidates[candidates.length === 0 ? 0 : random.below(candidates.length)];
  if (picked !== undefined) return picked;
  throw new SelectionError('no_usable_tee', 'Every usable TEE of the registry is excluded at the moment.', {
    remedy: 'Try again in a moment.',
  });
}
