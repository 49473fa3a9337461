import type { Random } from '../platform/index.ts';
import type { AttemptMode, FailureKind } from './failure.ts';

/** When the next attempt follows a failure. All delays in milliseconds. */
export type RetryRule =
  /** Doubling from 1 s to 30 s, each delay drawn from the whole of it ("full jitter"). */
  | { readonly type: 'backoff' }
  /** On loopback flat and often, as a refused connection there costs next to nothing; elsewhere back-off. */
  | { readonly type: 'brisk' }
  /** After the gateway's hint; the back-off stays as it is. */
  | { readonly type: 'hint'; readonly defaultMs: number; readonly leastMs: number; readonly mostMs: number }
  /** Slowly, while a person does something at the gateway. */
  | { readonly type: 'poll' }
  /** One more attempt, in another form; when that fails alike the failure is `otherwise`. */
  | {
      readonly type: 'once';
      readonly delayMs: number;
      readonly otherwise: FailureKind;
      readonly mode?: Partial<AttemptMode>;
    }
  /** One more attempt after the hint, then none. */
  | { readonly type: 'hint-once'; readonly defaultMs: number; readonly leastMs: number; readonly mostMs: number }
  /** Not before somebody changed something and asks for it. */
  | { readonly type: 'never' };

/** What the length of a pause depends on. */
export interface RetryFacts {
  /** Failed attempts that count for the back-off, this one included. */
  readonly failures: number;
  /** Connections in a row that ended soon after hello. */
  readonly flaps: number;
  readonly isOverBudget: boolean;
  readonly isLoopback: boolean;
  readonly hint: unknown;
  /** How long a person has been asked for approval; for `poll`. */
  readonly pollingForMs: number;
}

const BACKOFF_FIRST_MS = 1_000;
const BACKOFF_CAP_MS = 30_000;
/** Even the luckiest draw leaves a peer this long. */
const BACKOFF_LEAST_MS = 100;
const BRISK_MS = 250;
const BRISK_LATER_MS = 2_000;
/** Least pause after the budget where the gateway asks for none; drawn up to twice that. */
const LATE_MS = 15_000;
const FLAP_CAP_MS = 10_000;
const POLL_MS = 5_000;
const POLL_LATER_MS = 30_000;
/** A person who looks approves within this. */
const POLL_OFTEN_FOR_MS = 120_000;
/** Longer pauses are spread upward by up to this share, so that many clients do not come back together. */
const SPREAD_ABOVE_MS = 1_000;
const SPREAD = 0.1;

/** Milliseconds until the next attempt; undefined when there is none. */
export function retryDelayMs(rule: RetryRule, facts: RetryFacts, random: Random): number | undefined {
  switch (rule.type) {
    case 'backoff':
      return backoffMs(facts.failures, random);
    case 'brisk':
      if (!facts.isLoopback) return backoffMs(Math.max(facts.failures, facts.flaps), random);
      if (facts.isOverBudget) return BRISK_LATER_MS;
      return Math.min(BRISK_MS * 2 ** Math.min(Math.max(facts.flaps - 1, 0), 16), FLAP_CAP_MS);
    case 'hint':
      // Nobody said when: a proxy that speaks for a gateway which is gone does so for days.
      if (facts.isOverBudget && !isNumber(facts.hint)) return Math.max(LATE_MS, rule.defaultMs) + random.below(LATE_MS);
      return spread(hintMs(facts.hint, rule), random);
    case 'hint-once':
      return spread(hintMs(facts.hint, rule), random);
    case 'poll':
      return spread(facts.pollingForMs < POLL_OFTEN_FOR_MS ? POLL_MS : POLL_LATER_MS, random);
    case 'once':
      return rule.delayMs;
    case 'never':
      return undefined;
  }
}

function backoffMs(failures: number, random: Random): number {
  const mostMs = Math.min(BACKOFF_FIRST_MS * 2 ** Math.min(Math.max(failures - 1, 0), 16), BACKOFF_CAP_MS);
  return BACKOFF_LEAST_MS + random.below(mostMs - BACKOFF_LEAST_MS + 1);
}

/** The hint as a whole number within the limits; anything that is no finite number counts as missing. */
function hintMs(
  hint: unknown,
  { defaultMs, leastMs, mostMs }: { defaultMs: number; leastMs: number; mostMs: number },
): number {
  const asked = isNumber(hint) ? Math.floor(hint) : defaultMs;
  return Math.min(Math.max(asked, leastMs), mostMs);
}

function isNumber(hint: unknown): hint is number {
  return typeof hint === 'number' && Number.isFinite(hint);
}

function spread(delayMs: number, random: Random): number {
  return delayMs <= SPREAD_ABOVE_MS ? delayMs : delayMs + random.below(Math.floor(delayMs * SPREAD) + 1);
}
