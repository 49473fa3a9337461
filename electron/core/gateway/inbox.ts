/** An event of the gateway, as it came. `payload` is foreign: read it field by field. */
export interface GatewayFrameEvent {
  readonly event: string;
  readonly payload: unknown;
}

/** Numbers that were skipped between two events. */
export interface SequenceGap {
  readonly expected: number;
  readonly received: number;
}

/** Options of {@link Inbox}. */
export interface InboxOptions {
  readonly onEvent: (event: GatewayFrameEvent) => void;
  readonly onGap: (gap: SequenceGap) => void;
}

/** Gateway 2026.9.1 sends one event before hello; more than this is a flood from somebody who has not let us in. */
const MOST_EARLY = 64;
/** Together, in characters of their frames: the pictures that precede a hello have a few thousand. */
const MOST_EARLY_CHARS = 4_194_304;

/** The events of one connection in their order: held back until hello has been applied, numbered from the first on. */
export class Inbox {
  readonly #options: InboxOptions;
  #early: GatewayFrameEvent[] | undefined = [];
  #earlyChars = 0;
  /** The first event of a connection has the number 1 (gateway 2026.9.1). */
  #lastSeq = 0;
  #gap: SequenceGap | undefined;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** Takes an event that came in a frame of `frameChars` characters. Events without a number, such as the challenge, do not count. */
  take(event: GatewayFrameEvent, seq: number | undefined, frameChars: number): void {
    const gap = this.#count(seq);
    if (this.#early === undefined) {
      if (gap !== undefined) this.#options.onGap(gap);
      this.#options.onEvent(event);
    } else if (this.#early.length < MOST_EARLY && this.#earlyChars + frameChars <= MOST_EARLY_CHARS) {
      this.#early.push(event);
      this.#earlyChars += frameChars;
      this.#gap ??= gap;
    } else {
      // Dropping is a gap like any other: it is told once there is somebody to ask.
      this.#gap ??= { expected: seq ?? 0, received: (seq ?? 0) + 1 };
    }
  }

  /** Hello has been applied: delivers what came before it. */
  open(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const event of early) this.#options.onEvent(event);
    if (this.#gap !== undefined) this.#options.onGap(this.#gap);
    this.#gap = undefined;
  }

  #count(seq: number | undefined): SequenceGap | undefined {
    if (seq === undefined) return undefined;
    const expected = this.#lastSeq + 1;
    this.#lastSeq = Math.max(seq, this.#lastSeq);
    return seq > expected ? { expected, received: seq } : undefined;
  }
}
