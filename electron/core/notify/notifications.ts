import type { DomainEvent, StatusSnapshot } from '../../contract/index.ts';
import type { Settings } from '../config/index.ts';
import { type Clock, errorMessage, type Logger, type Timer } from '../platform/index.ts';
import type { Draft, Move, Step } from './draft.ts';
import type { AppNotifier } from './intent.ts';
import { Pace } from './pace.ts';
import { quietForMs } from './quiet-hours.ts';
import { stepsFor } from './rules.ts';
import type { NoticeTexts } from './text-shapes.ts';
import { Told } from './told.ts';

/** Options of {@link Notifications}. */
export interface NotificationsOptions {
  /** Looked at anew each time: it may change in place. */
  readonly settings: Settings['notifications'];
  readonly notifier: AppNotifier;
  /** In the person's language, asked for each notice; see {@link noticeTexts}. */
  readonly texts: () => NoticeTexts;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
  /** Everything as it stands now; asked when a notice is written. */
  readonly snapshot: () => StatusSnapshot;
  /** Whether the person looks at the window, where everything is said already. */
  readonly isSeen: () => boolean;
}

interface Waiting {
  readonly draft: Draft;
  /** Where the chain of switches began. */
  readonly from: string;
  readonly timer: Timer;
  /** What was gathered, by agent, and since when; monotonic milliseconds. */
  readonly moves: ReadonlyMap<string, Move>;
  readonly begunMs: number;
}

/** What comes together is told once nothing more came for the first, or after the second at the latest. */
const GATHER_SETTLE_MS = 3_000;
const GATHER_MOST_MS = 30_000;
/** What comes later, of a roll-out that takes its time, replaces the notice this often at most. */
const GATHER_AGAIN_MS = 60_000;
/** A trouble that comes and goes is told again after this long at the earliest. */
const FLAPPING_MS = 300_000;

/**
 * Decides what a person is told: once per cause, only what lasted, never more than so many within a minute, little in
 * quiet hours and nothing while the window is looked at. Rules say what an event means; this class says whether and when.
 */
export class Notifications {
  readonly #options: NotificationsOptions;
  readonly #pace: Pace;
  readonly #told = new Told();
  readonly #waiting = new Map<string, Waiting>();
  /** When what is gathered under a key was told last, monotonic milliseconds. */
  readonly #gatheredAtMs = new Map<string, number>();
  /** The cause of what is shown, by category. */
  readonly #shown = new Map<string, string>();
  #isOpen = true;

  constructor(options: NotificationsOptions) {
    this.#options = options;
    this.#pace = new Pace(options.settings.maxPerMinute);
  }

  /** Takes an event. Never throws, never blocks; it is an `EmitEvent`. */
  readonly take = (event: DomainEvent): void => {
    const { settings } = this.#options;
    if (!settings.enabled || !this.#isOpen) return;
    if (event.type === 'appStopping') {
      this.stop();
      return;
    }
    const nowMs = this.#nowMs();
    const context = {
      tellsByHand: settings.byHand,
      wasTold: (cause: string) => this.#told.has(cause, nowMs),
      toldSince: (cause: string) => this.#told.since(cause),
    };
    for (const step of stepsFor(event, context)) this.#apply(step, nowMs);
  };

  /** Drops what waits. Nothing is told afterwards. */
  stop(): void {
    this.#isOpen = false;
    for (const { timer } of this.#waiting.values()) timer.cancel();
    this.#waiting.clear();
  }

  #apply(step: Step, nowMs: number): void {
    if ('ends' in step) {
      this.#end(step.ends, nowMs);
      return;
    }
    if (!this.#options.settings[step.category]) return;
    if (step.onceId !== undefined && !this.#told.isFirst(step.onceId)) return;
    if (this.#told.has(step.cause, nowMs)) return;
    this.#wait(step, nowMs);
  }

  #end(cause: string, nowMs: number): void {
    for (const [key, { draft, timer }] of this.#waiting) {
      if (key !== cause && draft.cause !== cause) continue;
      timer.cancel();
      this.#waiting.delete(key);
    }
    this.#told.end(cause, nowMs);
    for (const [category, shown] of this.#shown) {
      if (shown !== cause) continue;
      this.#shown.delete(category);
      this.#options.notifier.clear(category);
    }
  }

  /** Begins to wait, or joins what waits already: the words become the newer ones, the time stays. */
  #wait(draft: Draft, nowMs: number): void {
    if (draft.gather !== undefined) {
      this.#gather(draft.gather, draft, nowMs);
      return;
    }
    const key = draft.chain === undefined ? draft.cause : draft.category;
    const earlier = this.#waiting.get(key);
    const from = earlier?.from ?? draft.chain?.from ?? '';
    if (earlier !== undefined && draft.chain === undefined) {
      this.#waiting.set(key, { ...earlier, draft });
      return;
    }
    earlier?.timer.cancel();
    this.#waiting.delete(key);
    // Back where it began within a moment: nothing to tell.
    if (draft.chain !== undefined && draft.chain.to === from) return;
    const endedAtMs = this.#told.endedAtMs(draft.cause);
    const calmMs = endedAtMs === undefined ? 0 : endedAtMs + FLAPPING_MS - nowMs;
    this.#arm(key, { draft, from, moves: new Map(), begunMs: nowMs }, Math.max(draft.waitMs, calmMs));
  }

  /** Waits until no more come. */
  #gather({ key, move }: NonNullable<Draft['gather']>, draft: Draft, nowMs: number): void {
    const earlier = this.#waiting.get(key);
    earlier?.timer.cancel();
    const begunMs = earlier?.begunMs ?? nowMs;
    const moves = new Map(earlier?.moves);
    if (move !== null) moves.set(move.agent, { ...move, from: moves.get(move.agent)?.from ?? move.from });
    const toldAtMs = this.#gatheredAtMs.get(key) ?? Number.NEGATIVE_INFINITY;
    const latestMs = Math.max(begunMs + GATHER_MOST_MS, toldAtMs + GATHER_AGAIN_MS);
    const dueMs = Math.max(Math.min(nowMs + GATHER_SETTLE_MS, latestMs), toldAtMs + GATHER_AGAIN_MS);
    this.#arm(key, { draft, from: '', moves, begunMs }, dueMs - nowMs);
  }

  #arm(key: string, waiting: Omit<Waiting, 'timer'>, delayMs: number): void {
    const timer = this.#options.clock.schedule(delayMs, () => {
      // The words may have become newer ones meanwhile.
      const due = this.#waiting.get(key);
      this.#waiting.delete(key);
      if (due !== undefined) this.#tell(key, due);
    });
    this.#waiting.set(key, { ...waiting, timer });
  }

  #tell(key: string, waiting: Waiting): void {
    const { settings, notifier, texts, clock, isSeen, snapshot } = this.#options;
    const { draft, from } = waiting;
    // Switched off while it waited.
    if (!settings.enabled || !settings[draft.category]) return;
    const nowMs = this.#nowMs();
    const isLoud = draft.priority === 'critical' || draft.piercesQuiet === true;
    const quietMs = isLoud ? 0 : quietForMs(settings.quietHours, clock.now());
    if (quietMs > 0) {
      if (draft.isState) this.#arm(key, waiting, quietMs);
      return;
    }
    const paceMs = this.#pace.waitMs(nowMs, draft.priority === 'critical');
    if (paceMs > 0) {
      this.#arm(key, waiting, paceMs);
      return;
    }
    try {
      const moves = [...waiting.moves.values()];
      const text = draft.write({ snapshot: snapshot(), texts: texts(), nowMs: clock.now(), from, moves });
      if (text === null) return;
      this.#told.add(draft.cause, nowMs, draft.repeatAfterMs, draft.since);
      if (draft.gather !== undefined) this.#gatheredAtMs.set(key, nowMs);
      if (isSeen()) return;
      this.#pace.count(nowMs);
      this.#shown.set(draft.category, draft.cause);
      notifier.show({ category: draft.category, priority: draft.priority, ...text });
    } catch (error) {
      this.#options.logger.warn('notice not shown', { category: draft.category, reason: errorMessage(error) });
    }
  }

  #nowMs(): number {
    return this.#options.clock.monotonicMs();
  }
}
