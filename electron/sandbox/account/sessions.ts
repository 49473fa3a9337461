import type { Clock, Random } from '../../core/platform/index.ts';

/** What a token call answers with. */
export interface IssuedTokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly token_type: 'bearer';
  readonly expires_in: number;
  /** Seconds since the epoch, by the sandbox's own clock. */
  readonly expires_at: number;
}

interface Session {
  access: string;
  refresh: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

const TOKEN_BYTES = 24;
const LIFETIME_S = 3_600;
/** A person and the tests around them. */
const MAX_SESSIONS = 100;

/** The sandbox's sessions: access tokens that expire, refresh tokens that work once. */
export class SandboxSessions {
  /** How long the next tokens live, seconds. */
  lifetimeS = LIFETIME_S;
  /** How far the sandbox's clock is ahead of this machine's, milliseconds. */
  skewMs = 0;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #sessions = new Set<Session>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** A new session, in place of the oldest one when there are too many. */
  open(): IssuedTokens {
    const [oldest] = this.#sessions;
    if (oldest !== undefined && this.#sessions.size >= MAX_SESSIONS) this.#sessions.delete(oldest);
    const session: Session = { access: '', refresh: '', expiresAt: 0 };
    this.#sessions.add(session);
    return this.#issue(session);
  }

  /** New tokens for an unused refresh token; undefined for any other. */
  renew(refreshToken: string): IssuedTokens | undefined {
    const session = [...this.#sessions].find(one => one.refresh === refreshToken);
    return session === undefined ? undefined : this.#issue(session);
  }

  /** Ends the session of a valid access token. False when there is none. */
  revoke(accessToken: string): boolean {
    const session = this.#valid(accessToken);
    return session !== undefined && this.#sessions.delete(session);
  }

  /** Whether a request with this token is served. */
  accepts(accessToken: string): boolean {
    return this.#valid(accessToken) !== undefined;
  }

  /** Every access token is over; refresh tokens work. */
  expire(): void {
    for (const session of this.#sessions) session.expiresAt = 0;
  }

  /** Every session is over, as after a sign-out in the chat app. */
  clear(): void {
    this.#sessions.clear();
  }

  get size(): number {
    return this.#sessions.size;
  }

  #valid(accessToken: string): Session | undefined {
    const now = this.#clock.now();
    return [...this.#sessions].find(one => one.access === accessToken && now < one.expiresAt);
  }

  #issue(session: Session): IssuedTokens {
    const now = this.#clock.now();
    session.access = this.#token('access');
    session.refresh = this.#token('refresh');
    session.expiresAt = now + this.lifetimeS * 1_000;
    return {
      access_token: session.access,
      refresh_token: session.refresh,
      token_type: 'bearer',
      expires_in: this.lifetimeS,
      expires_at: Math.floor((session.expiresAt + this.skewMs) / 1_000),
    };
  }

  #token(kind: string): string {
    return `sandbox-${kind}-${Buffer.from(this.#random.bytes(TOKEN_BYTES)).toString('base64url')}`;
  }
}
