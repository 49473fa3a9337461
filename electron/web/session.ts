import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Links that were handed out and not used yet; the oldest becomes void when there are more. */
const MAX_OPEN_TOKENS = 16;
/** Browsers that are signed in at once; the oldest is signed out when there are more. */
const MAX_SESSIONS = 32;
const SECRET_BYTES = 32;

/**
 * Who may see the dashboard. A one-time token in a link is exchanged for a session; both are 256 random bits, both are
 * kept as hashes only, and both end with the process.
 */
export class Sessions {
  readonly #tokens: Buffer[] = [];
  readonly #sessions: Buffer[] = [];

  /** A new one-time token, URL-safe. */
  issueToken(): string {
    return remember(this.#tokens, MAX_OPEN_TOKENS);
  }

  /** Uses a token up and gives a new session for it; undefined when it was never issued or is already used. */
  redeem(token: string): string | undefined {
    const index = indexOf(this.#tokens, token);
    if (index < 0) return undefined;
    this.#tokens.splice(index, 1);
    return remember(this.#sessions, MAX_SESSIONS);
  }

  /** Whether `session` came from {@link redeem} and is still known. */
  isKnown(session: string | undefined): boolean {
    return session !== undefined && indexOf(this.#sessions, session) >= 0;
  }
}

function remember(list: Buffer[], limit: number): string {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  list.push(hash(secret));
  if (list.length > limit) list.shift();
  return secret;
}

/** Looks at every entry, so that the time taken says nothing about which one was close. */
function indexOf(list: readonly Buffer[], secret: string): number {
  const wanted = hash(secret);
  return list.reduce((found, entry, index) => (timingSafeEqual(entry, wanted) ? index : found), -1);
}

function hash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
