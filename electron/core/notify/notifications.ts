import type { DomainEvent, StatusSnapshot } from '../../contract/index.ts';
import type { Settings } from '../config/index.ts';
import { type Clock, errorMessage, type Logger, type Timer } from '../platform/index.ts';
import type { Draft, Step } from './draft.ts';
import type { AppNotifier } from './intent.ts';
import { Pace } from './pace.ts';
import { quietForMs } from './quiet-hours.ts';
import { stepsFor } from './rules.ts';
import { Told } from './told.ts';

/** Options of {@link Notifications}. */
export interface NotificationsOptions {
  readonly settings: Settings['notifications'];
  readonly notifier: AppNotifier;
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
}

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
    const context = { tellsByHand: settings.byHand, wasTold: (cause: string) => this.#told.has(cause, nowMs) };
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
    this.#waiting.get(cause)?.timer.cancel();
    this.#waiting.delete(cause);
    this.#told.end(cause, nowMs);
    for (const [category, shown] of this.#shown) {
      if (shown !== cause) continue;
      this.#shown.delete(category);
      this.#options.notifier.clear(category);
    }
  }

  /** Begins to wait, or joins what waits already: the words become the newer ones, the time stays. */
  #wait(draft: Draft, nowMs: number): void {
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
    this.#arm(key, draft, from, Math.max(draft.waitMs, calmMs));
  }

  #arm(key: string, draft: Draft, from: string, delayMs: number): void {
    const timer = this.#options.clock.schedule(delayMs, () => {
      // The words may have become newer ones meanwhile.
      const due = this.#waiting.get(key);
      this.#waiting.delete(key);
      if (due !== undefined) this.#tell(key, due.draft, due.from);
    });
    this.#waiting.set(key, { draft, from, timer });
  }

  #tell(key: string, draft: Draft, from: string): void {
    const { settings, notifier, clock, isSeen, snapshot } = this.#options;
    const nowMs = this.#nowMs();
    const quietMs = draft.priority === 'critical' ? 0 : quietForMs(settings.quietHours, clock.now());
    if (quietMs > 0) {
      if (draft.isState) this.#arm(key, draft, from, quietMs);
      return;
    }
    const paceMs = this.#pace.waitMs(nowMs, draft.priority === 'critical');
    if (paceMs > 0) {
      this.#arm(key, draft, from, paceMs);
      return;
    }
    try {
      const text = draft.write({ snapshot: snapshot(), nowMs: clock.now(), from });
      if (text === null) return;
      this.#told.add(draft.cause, nowMs, draft.repeatAfterMs);
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
