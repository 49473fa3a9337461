import type { Clock } from '../platform/index.ts';
import { SilenceWatch } from './silence-watch.ts';

/** Options of {@link Liveness}. */
export interface LivenessOptions {
  readonly clock: Clock;
  /** Asks the WebSocket of the other side for a sign of life. */
  readonly ping: () => void;
  /** Asks the gateway itself for one. */
  readonly ask: () => void;
  /** `half-open`: no byte came. `stalled`: the WebSocket answers, the gateway behind it does not. Called once. */
  readonly onDead: (how: 'half-open' | 'stalled') => void;
}

/** The gateway pings every 25 s and ticks every 30 s; this asks before either is late. A dead peer is found in 30 s. */
const BYTES = { quietMs: 15_000, answerMs: 15_000 };
/** A gateway that says nothing is found in 40 s, whatever its tick interval is and whatever requests are under way. */
const FRAMES = { quietMs: 20_000, answerMs: 20_000 };

/** Watches one connection for signs of life on both levels: bytes of the WebSocket, and words of the gateway. */
export class Liveness {
  readonly #bytes: SilenceWatch;
  readonly #frames: SilenceWatch;

  constructor({ clock, ping, ask, onDead }: LivenessOptions) {
    const die = (how: 'half-open' | 'stalled'): void => {
      this.stop();
      onDead(how);
    };
    this.#bytes = new SilenceWatch({ clock, ...BYTES, probe: ping, onSilent: () => die('half-open') });
    this.#frames = new SilenceWatch({ clock, ...FRAMES, probe: ask, onSilent: () => die('stalled') });
  }

  start(): void {
    this.#bytes.start();
    this.#frames.start();
  }

  stop(): void {
    this.#bytes.stop();
    this.#frames.stop();
  }

  /** Anything came in; `isFrame` when it was an event or a response and not just a ping. */
  alive(isFrame: boolean): void {
    this.#bytes.heard();
    if (isFrame) this.#frames.heard();
  }

  /** Asks now, and waits for the answer only a little: the machine woke, or the network is another one. */
  probeSoon(): void {
    this.#bytes.probeSoon();
  }
}
