import { createHmac } from 'node:crypto';

/** Prefix of the digested text, so that the digest serves no other purpose. */
const LABEL = 'gatehouse-live-token:v1:';
/** 64 bits: enough to tell tokens apart, too few to confirm a guess that was not already certain. */
const HEX_DIGITS = 16;

/**
 * The short digest by which an agent shows which token is live. Keyed with the secret that caller and agent share, so
 * that a stranger who may read `/health` can neither test guesses nor recognise the token of another agent.
 */
export function liveTokenFingerprint(agentSecret: string, token: string): string {
  return createHmac('sha256', agentSecret).update(`${LABEL}${token}`).digest('hex').slice(0, HEX_DIGITS);
}
