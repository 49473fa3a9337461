import type { TeeCode, Told } from '../../contract/index.ts';
import type { Suspicion, SuspicionKind } from './suspicion.ts';
import { shortId } from './tee-id.ts';

const SENTENCES: Readonly<Record<SuspicionKind, string>> = {
  'stale-key': 'It could not open a request sealed to its registered key',
  'unknown-tee': 'The relay does not know it',
  'relay-failure': 'The relay could not reach it',
  timeout: 'It did not answer in time',
  'relay-unreachable': 'The relay could not be reached',
  channel: 'Its sealed answer could not be opened',
  verification: 'Its answer failed verification',
  'enclave-failure': 'It failed while it answered',
};

const SUSPECT_CODES = {
  'stale-key': 'suspect_stale_key',
  'unknown-tee': 'suspect_unknown_tee',
  'relay-failure': 'suspect_relay_failure',
  timeout: 'suspect_timeout',
  'relay-unreachable': 'suspect_relay_unreachable',
  channel: 'suspect_channel',
  verification: 'suspect_verification',
  'enclave-failure': 'suspect_enclave_failure',
} as const satisfies Readonly<Record<SuspicionKind, TeeCode>>;

/** A suspicion as a sentence about the TEE. */
export function suspicionSentence({ kind, detail }: Suspicion): string {
  return `${SENTENCES[kind]}${detail === undefined ? '' : ` (${detail})`}.`;
}

/** The same by code. */
export function suspicionTold({ kind, detail }: Suspicion): Told {
  return { code: SUSPECT_CODES[kind], ...(detail === undefined ? {} : { why: detail }) };
}

/** True for what must not happen while the registry is unchanged: nobody retries that. */
export function isAlarming({ kind }: Suspicion): boolean {
  return kind === 'verification' || kind === 'channel';
}

/** True when the TEE, or the way to it, is away; otherwise it is there and does something wrong. */
export function isOutage({ kind }: Suspicion): boolean {
  return kind === 'relay-failure' || kind === 'timeout' || kind === 'relay-unreachable';
}

/**
 * True when a TEE that the registry lists unchanged has lost the keys it is listed with: it was restarted and has another
 * id now, and this one does not come back. A change of its keys in the registry ends its quarantine anyway.
 */
export function isGone({ kind }: Suspicion): boolean {
  return kind === 'stale-key';
}

/** The alarm that an answer of this TEE raises. */
export function alarmSentence(teeId: string, suspicion: Suspicion, isChecked: boolean): string {
  const registry = isChecked ? 'The registry lists it unchanged.' : 'The registry could not be read.';
  return `${shortId(teeId)}: ${suspicionSentence(suspicion)} ${registry}`;
}

/** The same by code. */
export function alarmTold(teeId: string, suspicion: Suspicion, isChecked: boolean): Told {
  const code = isChecked ? 'alarm_unchanged' : 'alarm_unread';
  return { code, name: teeId, of: suspicionTold(suspicion) };
}
