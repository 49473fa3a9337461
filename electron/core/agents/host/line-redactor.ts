import { StringDecoder } from 'node:string_decoder';
import type { SecretScrubber } from '../../platform/index.ts';

/** A line without an end is passed on when it gets this long. */
const MAX_HELD = 65_536;
/** Twice the longest token: its longest spelling (hex) cannot lie across a cut. */
const KEPT_BACK = 8_192;

/**
 * Output of a process in pieces in which no secret stands, however the process's writes cut it: whole lines, or what a
 * very long one has that cannot be the start of a secret.
 */
export class LineRedactor {
  readonly #scrubber: SecretScrubber;
  readonly #decoder = new StringDecoder('utf8');
  #held = '';

  constructor(scrubber: SecretScrubber) {
    this.#scrubber = scrubber;
  }

  /** What can be said now; empty while a line is incomplete. */
  push(chunk: Buffer): string {
    this.#held += this.#decoder.write(chunk);
    const end = this.#held.lastIndexOf('\n') + 1;
    if (end > 0) {
      const lines = this.#held.slice(0, end);
      this.#held = this.#held.slice(end);
      return this.#scrubber.redact(lines);
    }
    if (this.#held.length <= MAX_HELD) return '';
    // What is whole in here is gone after this; what has only begun stands within the part that stays.
    const redacted = this.#scrubber.redact(this.#held);
    const cut = Math.max(redacted.length - KEPT_BACK, 0);
    this.#held = redacted.slice(cut);
    return redacted.slice(0, cut);
  }

  /** The rest, at the end of the process. */
  end(): string {
    const rest = this.#held + this.#decoder.end();
    this.#held = '';
    return this.#scrubber.redact(rest);
  }
}
