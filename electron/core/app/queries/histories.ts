import type { DomainEvent, GatewayHistory, GatewayStatus, TeeHistory } from '../../../contract/index.ts';
import type { Clock, Timer } from '../../platform/index.ts';

/** Options of {@link Histories}. */
export interface HistoriesOptions {
  /** The gateway in use; null when there is none. */
  readonly gateway: () => Pick<GatewayStatus, 'roundTripMs' | 'state' | 'profile' | 'sentence'> | null;
  readonly clock: Clock;
}

type Outage = GatewayHistory['outages'][number];

/** Six hours of round trips. */
const SAMPLE_MS = 30_000;
/** A window that is opened at the start has something to show soon. */
const FIRST_SAMPLE_MS = 5_000;
/** A busy endpoint has thousands of answers a minute; a chart of some hours shows nothing finer. */
const LATENCY_SPACING_MS = 10_000;
const MAX_POINTS = 720;
const MAX_MARKS = 200;
const OPEN_STATES: ReadonlySet<GatewayStatus['state']> = new Set(['ready', 'limited']);

/** Keeps what the charts of the last hours show, for as long as the process lives. */
export class Histories {
  readonly #options: HistoriesOptions;
  #since: number;
  #timer: Timer | undefined;
  #roundTrips: GatewayHistory['points'] = [];
  #outages: Outage[] = [];
  #latencies: TeeHistory['points'] = [];
  #switches: TeeHistory['switches'] = [];

  constructor(options: HistoriesOptions) {
    this.#options = options;
    this.#since = options.clock.now();
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#since = this.#options.clock.now();
    this.#arm(FIRST_SAMPLE_MS);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Takes an event. Never throws, never blocks. */
  take(event: DomainEvent): void {
    switch (event.type) {
      case 'gatewayStateChanged':
        if (event.isStandby === undefined) this.#mark(OPEN_STATES.has(event.to), event.at, event.sentence);
        return;
      case 'gatewaySwitched':
        // The one that is used now may be open already, and tells nothing then.
        this.#sample();
        return;
      case 'answerVerified': {
        const last = this.#latencies.at(-1);
        if (last !== undefined && last.teeId === event.teeId && event.at - last.at < LATENCY_SPACING_MS) return;
        const point = { at: event.at, latencyMs: event.latencyMs, teeId: event.teeId };
        this.#latencies = [...this.#latencies, point].slice(-MAX_POINTS);
        return;
      }
      case 'teeSelected':
        this.#switched({ at: event.at, from: null, to: event.teeId, cause: 'first' });
        return;
      case 'teeSwitched':
        this.#switched({ at: event.at, from: event.from, to: event.to, cause: event.cause });
        return;
      default:
    }
  }

  gateway(): GatewayHistory {
    return { since: this.#since, points: [...this.#roundTrips], outages: [...this.#outages] };
  }

  tee(): TeeHistory {
    return { since: this.#since, points: [...this.#latencies], switches: [...this.#switches] };
  }

  #arm(delayMs: number): void {
    this.#timer = this.#options.clock.schedule(delayMs, () => {
      this.#sample();
      this.#arm(SAMPLE_MS);
    });
  }

  #sample(): void {
    const { gateway, clock } = this.#options;
    const now = gateway();
    if (now === null) return;
    const at = clock.now();
    const isOpen = OPEN_STATES.has(now.state);
    this.#mark(isOpen, at, now.sentence);
    if (!isOpen || now.roundTripMs === null) return;
    const point = { at, roundTripMs: now.roundTripMs, profile: now.profile };
    this.#roundTrips = [...this.#roundTrips, point].slice(-MAX_POINTS);
  }

  /** Opens or closes an outage. */
  #mark(isOpen: boolean, at: number, sentence: string): void {
    const last = this.#outages.at(-1);
    const isOut = last !== undefined && last.to === null;
    if (isOpen === !isOut) return;
    if (isOpen && last !== undefined) this.#outages = [...this.#outages.slice(0, -1), { ...last, to: at }];
    else this.#outages = [...this.#outages, { from: at, to: null, sentence }].slice(-MAX_MARKS);
  }

  #switched(mark: TeeHistory['switches'][number]): void {
    this.#switches = [...this.#switches, mark].slice(-MAX_MARKS);
  }
}
