import type { GatewayConcern, GatewayHealthModel } from '../../../contract/index.ts';
import type { Clock, Timer } from '../../platform/index.ts';
import type { Hello } from '../hello.ts';
import type { GatewayFrameEvent } from '../inbox.ts';
import type { RequestOptions } from '../requests.ts';
import { PartBoard } from './board.ts';
import { CHANNEL_GRACE_MS, concernsOf } from './concerns.ts';
import { PART_EVENTS } from './parts.ts';
import type { PartName } from './readers.ts';
import { Refresher } from './refresher.ts';

/** Options of {@link GatewayHealth}. */
export interface GatewayHealthOptions {
  readonly profile: string;
  readonly clock: Clock;
  readonly request: (method: string, params: unknown, options: RequestOptions) => Promise<unknown>;
  /** `model` or `concerns` changed. At most once per quarter of a second. */
  readonly onChanged: () => void;
}

/** However fast pictures come, a person sees four of them in a second. */
const LEAST_GAP_MS = 250;

/**
 * Keeps the picture of one gateway: what its hello, its events and its answers say, each part on its own. The client
 * starts it with each connection and ends it with that connection's signal; what was known stays, marked as stale.
 */
export class GatewayHealth {
  readonly #options: GatewayHealthOptions;
  readonly #board: PartBoard;
  /** The latest payload of each part that came as an event and was not read yet: a flood costs one reading. */
  readonly #unread = new Map<PartName, unknown>();
  #refresher: Refresher | undefined;
  #timer: Timer | undefined;
  #isChanged = false;
  #connectedMs = 0;

  constructor(options: GatewayHealthOptions) {
    this.#options = options;
    this.#board = new PartBoard(options.clock, () => {
      this.#isChanged = true;
      this.#soon();
    });
  }

  /** A connection was authorized. */
  start(hello: Hello, signal: AbortSignal): void {
    const { clock, request } = this.#options;
    this.#connectedMs = clock.monotonicMs();
    const refresher = new Refresher(
      {
        clock,
        request,
        onAnswer: (part, payload) => {
          // What came as an event before this answer must not replace it afterwards.
          this.#read();
          this.#board.tell(part, payload);
        },
        onMissing: (part, state, reason, told) => this.#board.miss(part, state, reason, told),
      },
      hello,
      signal,
    );
    this.#refresher = refresher;
    this.#board.tell('update', { updateAvailable: hello.updateAvailable });
    const grace = clock.schedule(CHANNEL_GRACE_MS, () => this.#options.onChanged());
    signal.addEventListener(
      'abort',
      () => {
        grace.cancel();
        this.#end(refresher);
      },
      { once: true },
    );
    refresher.all();
  }

  /** Events were lost. */
  refresh(): void {
    this.#refresher?.refresh();
  }

  /** An event of the gateway, in its order. Foreign. */
  take({ event, payload }: GatewayFrameEvent): void {
    const part = Object.hasOwn(PART_EVENTS, event) ? PART_EVENTS[event] : undefined;
    if (part === undefined) this.#refresher?.heard(event);
    else this.told(part, payload);
  }

  /** The gateway said something about a part; it is read within a quarter of a second. */
  told(part: PartName, payload: unknown): void {
    this.#unread.set(part, payload);
    this.#soon();
  }

  model(): GatewayHealthModel {
    this.#read();
    return { profile: this.#options.profile, ...this.#board.parts, concerns: [...this.concerns()] };
  }

  /** What a person should know while connected, worst first. */
  concerns(): readonly GatewayConcern[] {
    const { profile, clock } = this.#options;
    return concernsOf(this.#board.parts, { profile, connectedForMs: clock.monotonicMs() - this.#connectedMs });
  }

  /** Runs under way at the gateway as far as we know; null when we do not. */
  runningRuns(): number | null {
    return this.#board.parts.sessions.value?.running ?? null;
  }

  /** A later connection may have begun before the one before it ended. */
  #end(refresher: Refresher): void {
    if (this.#refresher !== refresher) return;
    this.#refresher = undefined;
    this.#unread.clear();
    this.#board.age('The gateway is not connected.', { code: 'part_away' });
    // Whoever ended the connection tells of it.
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#isChanged = false;
  }

  #soon(): void {
    if (this.#refresher === undefined) return;
    this.#timer ??= this.#options.clock.schedule(LEAST_GAP_MS, () => {
      // Before the timer is given up: what is read here is told here.
      this.#read();
      this.#timer = undefined;
      if (this.#isChanged) this.#options.onChanged();
      this.#isChanged = false;
    });
  }

  #read(): void {
    const unread = [...this.#unread];
    this.#unread.clear();
    for (const [part, payload] of unread) this.#board.tell(part, payload);
  }
}
