import type { DomainEvent, GatewayHistory, GatewayStatus, TeeHistory } from '../../../contract/index.ts';
import { type ShownStatus, toldStatus } from '../../gateway/index.ts';
import { type Clock, cleanTold, type SecretScrubber, type Timer, untilBeat } from '../../platform/index.ts';
import type { HistoryPage } from './history-file.ts';

/** Options of {@link Histories}. */
export interface HistoriesOptions {
  /** The gateway in use; null when there is none. */
  readonly gateway: () => (ShownStatus & Pick<GatewayStatus, 'roundTripMs' | 'sentence'>) | null;
  readonly clock: Clock;
  /** Sentences may quote what a gateway said, and are kept on the disk. */
  readonly scrubber: SecretScrubber;
}

type Outage = GatewayHistory['outages'][number];

/** Nobody watched since `from`; what is not open before `settlesAt` is only coming back. */
interface OpenGap {
  readonly from: number;
  readonly settlesAt: number;
}

/** Six hours of round trips. */
const SAMPLE_MS = 30_000;
/** A window that is opened at the start has something to show soon. */
const FIRST_SAMPLE_MS = 5_000;
/** A busy endpoint has thousands of answers a minute; a chart of some hours shows nothing finer. */
const LATENCY_SPACING_MS = 10_000;
const MAX_POINTS = 720;
const MAX_MARKS = 200;
/** After a sleep or a start networks and sign-ins take their time, and that is no outage of the gateway. */
const SETTLE_MS = 30_000;
/** Older than any chart shows. */
const KEPT_MS = 7 * 86_400_000;
const OPEN_STATES: ReadonlySet<GatewayStatus['state']> = new Set(['ready', 'limited']);

/** Keeps what the charts of the last hours show. What is kept over a restart is handed in and out as a page. */
export class Histories {
  readonly #options: HistoriesOptions;
  #since: number;
  #timer: Timer | undefined;
  #roundTrips: GatewayHistory['points'] = [];
  #outages: Outage[] = [];
  #latencies: TeeHistory['points'] = [];
  #switches: TeeHistory['switches'] = [];
  #gaps: GatewayHistory['gaps'] = [];
  #gap: OpenGap | undefined;
  #asleepAt: number | undefined;
  #looksAsleep = 0;

  constructor(options: HistoriesOptions) {
    this.#options = options;
    this.#since = options.clock.now();
  }

  start(): void {
    if (this.#timer !== undefined) return;
    if (this.#gap === undefined) this.#since = this.#options.clock.now();
    this.#arm(FIRST_SAMPLE_MS);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Goes on with what an earlier process knew. Only before {@link start}. */
  restore({ until, gateway, tee }: HistoryPage): void {
    const now = this.#options.clock.now();
    const from = Math.min(until, now);
    const isKept = ({ at }: { readonly at: number }): boolean => at > now - KEPT_MS && at <= now;
    this.#since = Math.min(gateway.since, now);
    this.#roundTrips = gateway.points.filter(isKept).slice(-MAX_POINTS);
    this.#outages = gateway.outages
      .map(outage => ({ ...outage, to: outage.to ?? from }))
      .filter(({ to }) => isKept({ at: to }))
      .slice(-MAX_MARKS);
    this.#gaps = gateway.gaps.filter(({ to }) => isKept({ at: to })).slice(-MAX_MARKS);
    this.#latencies = tee.points.filter(isKept).slice(-MAX_POINTS);
    this.#switches = tee.switches.filter(isKept).slice(-MAX_MARKS);
    this.#gap = { from, settlesAt: now + SETTLE_MS };
  }

  /** As much as {@link restore} needs. */
  page(): HistoryPage {
    return { until: this.#asleepAt ?? this.#options.clock.now(), gateway: this.gateway(), tee: this.tee() };
  }

  /** The computer goes to sleep: what happens from now on says nothing about the gateway. */
  sleep(): void {
    if (this.#asleepAt !== undefined) return;
    const at = this.#options.clock.now();
    this.#closeOutage(at);
    this.#asleepAt = at;
    this.#looksAsleep = 0;
  }

  /** It is awake. `since`: when it fell asleep at the latest, where nobody said so then. */
  wake(since?: number): void {
    const now = this.#options.clock.now();
    const from = this.#asleepAt ?? since;
    this.#asleepAt = undefined;
    // Both the system and the clock may tell of the same sleep.
    if (from === undefined || (this.#gap !== undefined && from >= this.#gap.from)) return;
    if (from < (this.#gaps.at(-1)?.to ?? 0)) return;
    this.#outages = this.#outages.filter(outage => outage.from < from);
    this.#closeOutage(from);
    this.#gap = { from, settlesAt: now + SETTLE_MS };
  }

  /** Takes an event. Never throws, never blocks. */
  take(event: DomainEvent): void {
    switch (event.type) {
      case 'gatewayStateChanged':
        if (event.isStandby === undefined) {
          const { to: state, host = event.profile } = event;
          this.#mark({ ...event, state, host }, event.at);
        }
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
    const now = this.#options.clock.now();
    const { from, to } =
      this.#asleepAt === undefined
        ? { from: this.#gap?.from, to: Math.min(now, this.#gap?.settlesAt ?? now) }
        : { from: this.#asleepAt, to: now };
    const gaps = from === undefined ? this.#gaps : [...this.#gaps, { from, to }].slice(-MAX_MARKS);
    return { since: this.#since, points: [...this.#roundTrips], outages: [...this.#outages], gaps: [...gaps] };
  }

  tee(): TeeHistory {
    return { since: this.#since, points: [...this.#latencies], switches: [...this.#switches] };
  }

  #arm(delayMs: number): void {
    this.#timer = this.#options.clock.schedule(delayMs, () => {
      // No timer runs in a sleep: it was called off, and nobody says so.
      if (this.#asleepAt !== undefined && ++this.#looksAsleep > 1) this.wake();
      this.#sample();
      this.#arm(untilBeat(this.#options.clock, SAMPLE_MS));
    });
  }

  #sample(): void {
    const { gateway, clock } = this.#options;
    const now = gateway();
    if (now === null || this.#asleepAt !== undefined) return;
    const at = clock.now();
    this.#mark(now, at);
    if (!OPEN_STATES.has(now.state) || now.roundTripMs === null) return;
    const point = { at, roundTripMs: now.roundTripMs, profile: now.profile };
    this.#roundTrips = [...this.#roundTrips, point].slice(-MAX_POINTS);
  }

  /** Opens or closes an outage. */
  #mark(status: ShownStatus & Pick<GatewayStatus, 'sentence'>, at: number): void {
    const { state, sentence } = status;
    const isOpen = OPEN_STATES.has(state);
    if (this.#asleepAt !== undefined) return;
    if (state === 'offline') {
      this.#outOfReach(at);
      return;
    }
    this.#backInReach(at);
    if (this.#isSettling(isOpen, at)) return;
    // A person wants it so.
    if (state === 'disconnected') {
      this.#closeOutage(at);
      return;
    }
    const last = this.#outages.at(-1);
    const isOut = last !== undefined && last.to === null;
    if (isOpen === !isOut) return;
    if (isOpen && last !== undefined) this.#outages = [...this.#outages.slice(0, -1), { ...last, to: at }];
    else {
      const clean = (text: string): string => this.#options.scrubber.redact(text);
      const opened = { from: at, to: null, sentence: clean(sentence), told: cleanTold(toldStatus(status), clean) };
      this.#outages = [...this.#outages, opened].slice(-MAX_MARKS);
    }
  }

  /** This computer is offline, which is no outage of the gateway: what began as one right before is none either. */
  #outOfReach(at: number): void {
    if (this.#gap?.settlesAt === Number.POSITIVE_INFINITY) return;
    const last = this.#outages.at(-1);
    const isJustBefore = last?.to === null && at - last.from <= SETTLE_MS;
    if (isJustBefore) this.#outages = this.#outages.slice(0, -1);
    this.#closeOutage(at);
    const from = this.#gap?.from ?? (isJustBefore ? last.from : at);
    this.#gap = { from, settlesAt: Number.POSITIVE_INFINITY };
  }

  #backInReach(at: number): void {
    if (this.#gap?.settlesAt === Number.POSITIVE_INFINITY) this.#gap = { ...this.#gap, settlesAt: at + SETTLE_MS };
  }

  /** A gap ends when the gateway is there, or has had its time to come back. */
  #isSettling(isOpen: boolean, at: number): boolean {
    if (this.#gap === undefined) return false;
    const { from, settlesAt } = this.#gap;
    if (!isOpen && at < settlesAt) return true;
    this.#gaps = [...this.#gaps, { from, to: Math.min(at, settlesAt) }].slice(-MAX_MARKS);
    this.#gap = undefined;
    return false;
  }

  #closeOutage(at: number): void {
    const last = this.#outages.at(-1);
    if (last?.to === null) this.#outages = [...this.#outages.slice(0, -1), { ...last, to: Math.max(at, last.from) }];
  }

  #switched(mark: TeeHistory['switches'][number]): void {
    this.#switches = [...this.#switches, mark].slice(-MAX_MARKS);
  }
}
