/** What is kept of a stream's end: an error event is its last one, and small. */
const MAX_TAIL_BYTES = 16_384;
const ERROR_EVENT = /(?:^|\n)(event: ?error\r?\n[^]*)$/;

/** Looks for an error event at the end of an event stream that passes by unchanged. */
export class StreamErrors {
  readonly #isOn: boolean;
  #tail: Uint8Array[] = [];
  #tailBytes = 0;

  /** Not `isOn`: looks at nothing. */
  constructor(isOn: boolean) {
    this.#isOn = isOn;
  }

  async *watch(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of stream) {
      if (this.#isOn) this.#remember(chunk);
      yield chunk;
    }
  }

  /** The error event that the stream ended with, as text. */
  found(): string | undefined {
    return ERROR_EVENT.exec(Buffer.concat(this.#tail).toString('utf8'))?.[1];
  }

  #remember(chunk: Uint8Array): void {
    this.#tail.push(chunk);
    this.#tailBytes += chunk.length;
    while (this.#tail[0] !== undefined && this.#tailBytes - this.#tail[0].length >= MAX_TAIL_BYTES) {
      this.#tailBytes -= this.#tail[0].length;
      this.#tail.shift();
    }
  }
}
