import type { TeeCause } from '../../contract/index.ts';
import type { TeeRecord } from './record.ts';
import { byValue, shortId } from './tee-id.ts';

/** What decides whether requests may go on being sealed to a TEE. */
export type SealedTo = Pick<TeeRecord, 'teeId' | 'signingKeyDer' | 'ohttp' | 'pcrHash'>;

/** Why the registry no longer supports a TEE. */
export type DropCause = Extract<TeeCause, 'rotated-out' | 'keys-changed' | 'pin-changed'>;

/** What {@link compareWithRegistry} says. */
export type Comparison =
  | { readonly action: 'keep' }
  | { readonly action: 'drop'; readonly cause: DropCause; readonly sentence: string };

const KEEP: Comparison = { action: 'keep' };

function drop(cause: DropCause, sentence: string): Comparison {
  return { action: 'drop', cause, sentence };
}

/**
 * Whether the TEE in use is still what the registry lists: same id (by value, first listing counts), build, signing key,
 * HPKE key, key id and suite, and of the pinned build if there is such a pin. The endpoint may move. `records` is
 * undefined when the registry could not be read, which says nothing about the TEE: it is kept.
 */
export function compareWithRegistry(
  pinned: SealedTo,
  records: readonly SealedTo[] | undefined,
  pcrPin: string | null = null,
): Comparison {
  if (records === undefined) return KEEP;
  const listed = records.find(({ teeId }) => byValue(teeId) === byValue(pinned.teeId));
  return compareWithListed(pinned, listed, pcrPin);
}

/** {@link compareWithRegistry} for who has looked up the first listing of the id already; undefined: it is not listed. */
export function compareWithListed(pinned: SealedTo, listed: SealedTo | undefined, pcrPin: string | null): Comparison {
  const id = shortId(pinned.teeId);
  if (listed === undefined) return drop('rotated-out', `${id} is no longer in the registry.`);
  if (pcrPin !== null && byValue(listed.pcrHash) !== byValue(pcrPin)) {
    return drop('pin-changed', `${id} runs another build than the pinned one.`);
  }
  if (byValue(listed.pcrHash) !== byValue(pinned.pcrHash)) return drop('keys-changed', `${id} runs another build now.`);
  if (Buffer.compare(listed.signingKeyDer, pinned.signingKeyDer) !== 0) {
    return drop('keys-changed', `${id} has another signing key in the registry.`);
  }
  const [was, is] = [pinned.ohttp, listed.ohttp];
  if (was === null || is === null) return drop('keys-changed', `${id} has no HPKE key in the registry any more.`);
  const isSame =
    Buffer.compare(was.publicKey, is.publicKey) === 0 &&
    was.keyId === is.keyId &&
    was.kemId === is.kemId &&
    was.kdfId === is.kdfId &&
    was.aeadId === is.aeadId;
  return isSame ? KEEP : drop('keys-changed', `${id} has another HPKE key in the registry.`);
}
