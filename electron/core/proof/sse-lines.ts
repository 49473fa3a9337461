import { VerificationError } from './errors.ts';

const LINE_END = /\r\n|\r|\n/;

/**
 * Cuts a stream of bytes into lines, wherever the chunks end: inside a character, between CR and LF, inside a line. Lines
 * end at LF, CR and CRLF only (WHATWG server-sent events); U+2028 and its kin belong to the text. A CR and an LF in
 * different chunks give an empty line more, which means nothing in such a stream.
 */
export class SseLines {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  /** Pieces of the line that has not ended. Joined once: a long line in small chunks must not cost its square. */
  #pending: string[] = [];

  /** The lines that ended with this chunk. Throws {@link VerificationError} (`content_encoding`) for invalid UTF-8. */
  push(chunk: Uint8Array): string[] {
    return this.#cut(this.#decode(chunk, true));
  }

  /** The rest, when the stream ended without a line end. Throws like {@link push}, also for half a character. */
  finish(): string[] {
    const lines = this.#cut(this.#decode(new Uint8Array(0), false));
    const rest = this.#pending.join('');
    this.#pending = [];
    return rest === '' ? lines : [...lines, rest];
  }

  #cut(text: string): string[] {
    const pieces = text.split(LINE_END);
    const rest = pieces.pop() ?? '';
    const [first] = pieces;
    if (first !== undefined) {
      pieces[0] = this.#pending.join('') + first;
      this.#pending = [];
    }
    if (rest !== '') this.#pending.push(rest);
    return pieces;
  }

  #decode(chunk: Uint8Array, stream: boolean): string {
    try {
      return this.#decoder.decode(chunk, { stream });
    } catch (cause) {
      throw new VerificationError('content_encoding', 'The opened stream is not valid UTF-8.', { cause });
    }
  }
}
