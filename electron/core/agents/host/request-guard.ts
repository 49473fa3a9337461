import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/** What a caller is told that is turned away. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly detail: string;
}

/**
 * Who may talk to an agent host: programs of this machine (Host is loopback, no Origin, no other site: a web page can
 * forge none of these) that know the secret. `/health` alone needs no secret.
 */
export class RequestGuard {
  readonly #digest: Buffer;

  constructor(secret: string) {
    this.#digest = digest(secret);
  }

  refusal(headers: IncomingHttpHeaders, isHealth: boolean): Refusal | undefined {
    const site = headers['sec-fetch-site'];
    if (!LOOPBACK_HOST.test(headers.host ?? '')) {
      return { status: 403, detail: 'This server answers only to its own loopback address.' };
    }
    if (headers.origin !== undefined || (site !== undefined && site !== 'none')) {
      return { status: 403, detail: 'Web pages may not use this server.' };
    }
    return isHealth || this.#knows(headers['x-trinity-agent-token']) ? undefined : UNAUTHORIZED;
  }

  /** In a time that depends on neither content nor length. */
  #knows(given: string | string[] | undefined): boolean {
    return timingSafeEqual(digest(typeof given === 'string' ? given : ''), this.#digest);
  }
}

/** The text of the contract. */
const UNAUTHORIZED: Refusal = { status: 401, detail: 'Unauthorized' };

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
