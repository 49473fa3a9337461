import { HttpError } from './client-error.ts';

/** `strict`: nothing before the whole answer is verified. `progressive`: chunks as soon as the sealed channel
 * authenticates them, the last one only after the signature is verified. */
export type Verification = 'strict' | 'progressive';

/** The mode of one request: its `X-Gatehouse-Verification` header, else the setting. Throws HttpError 400 for others. */
export function chooseVerification(header: string | string[] | undefined, setting: Verification): Verification {
  if (header === undefined) return setting;
  const wanted = String(header).trim().toLowerCase();
  if (wanted === 'strict' || wanted === 'progressive') return wanted;
  throw new HttpError(400, 'invalid_verification_mode', 'X-Gatehouse-Verification must be strict or progressive.');
}
