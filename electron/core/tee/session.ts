import type { TeeCause } from '../../contract/index.ts';
import { type OhttpRecipient, prepareRecipient } from '../ohttp/index.ts';
import { type TeeIdentity, teeIdentity } from '../proof/index.ts';
import { SelectionError } from './errors.ts';
import type { TeeRecord } from './record.ts';
import { shortId } from './tee-id.ts';

/**
 * One TEE with its keys imported, as it was when it was selected. Immutable: requests hold the session they started with,
 * and rotation replaces the pointer that the next ones take it from.
 */
export interface TeeSession {
  readonly record: TeeRecord;
  readonly teeId: string;
  readonly recipient: OhttpRecipient;
  readonly identity: TeeIdentity;
  /** Milliseconds since the epoch. */
  readonly selectedAt: number;
  /** Why this TEE was selected. */
  readonly cause: TeeCause;
}

/** A TEE whose keys are imported, ready to become a session. */
export type PreparedTee = Omit<TeeSession, 'selectedAt' | 'cause'>;

/** A copy that does not hold on to the whole answer that `record` is a view into. */
function detached(record: TeeRecord): TeeRecord {
  const { signingKeyDer, tlsCertificate, ohttp } = record;
  return Object.freeze({
    ...record,
    signingKeyDer: signingKeyDer.slice(),
    tlsCertificate: tlsCertificate.slice(),
    ohttp: ohttp && { ...ohttp, publicKey: ohttp.publicKey.slice(), keyConfig: ohttp.keyConfig.slice() },
  });
}

/** Imports the keys of `record`. Throws `OhttpError` or `SigningKeyError` for keys that cannot be used, `no_usable_tee` without any. */
export async function prepareTee(record: TeeRecord): Promise<PreparedTee> {
  const own = detached(record);
  const { teeId, ohttp } = own;
  if (ohttp === null) throw new SelectionError('no_usable_tee', `${shortId(teeId)} has no HPKE key to seal to.`);
  const recipient = await prepareRecipient(ohttp);
  return { record: own, teeId, recipient, identity: teeIdentity(own) };
}

/** The session that begins at `nowMs` because of `cause`. */
export function beginSession(prepared: PreparedTee, cause: TeeCause, nowMs: number): TeeSession {
  const { record, teeId, recipient, identity } = prepared;
  return Object.freeze({ record, teeId, recipient, identity, selectedAt: nowMs, cause });
}

/** {@link prepareTee} and {@link beginSession} in one. */
export async function createSession(record: TeeRecord, cause: TeeCause, nowMs: number): Promise<TeeSession> {
  return beginSession(await prepareTee(record), cause, nowMs);
}
