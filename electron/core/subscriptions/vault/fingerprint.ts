import { createHmac, randomBytes } from 'node:crypto';
import type { SecretStore } from '../../platform/index.ts';

const KEY_NAME = 'subscriptions.fingerprint-key';
const KEY_BYTES = 32;
/** 48 bits: enough to tell a person's tokens apart. */
const HEX_DIGITS = 12;
/** So that the digest serves no other purpose. */
const LABEL = 'gatehouse-subscription:v1:';

/** Makes the short digest of a token. Keyed with a secret of this machine: who reads digests cannot test guesses. */
export async function fingerprinter(secrets: SecretStore, signal: AbortSignal): Promise<(token: string) => string> {
  let key = await secrets.get(KEY_NAME, signal);
  if (key === undefined) {
    key = randomBytes(KEY_BYTES).toString('hex');
    await secrets.set(KEY_NAME, key, signal);
  }
  const secret = key;
  return token => createHmac('sha256', secret).update(`${LABEL}${token}`).digest('hex').slice(0, HEX_DIGITS);
}
