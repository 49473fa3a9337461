import type { AgentSummary, SubscriptionSummary, SubscriptionsStatus } from '../../../electron/contract/index.ts';
import { leftOf } from '../../format/headroom.ts';
import { type Page, usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { useQuery } from '../../state/use-query.ts';
import { isOnOldToken, leftBehind, type ReadResult, returnOf } from './standing.ts';

const DAY_MS = 86_400_000;
/** A token that ends later is named by its month. */
const DAY_UP_TO_MS = 45 * DAY_MS;

/** Settings that the table explains itself with; undefined where they could not be read. */
export interface Rules {
  /** Percent of a window at which agents leave; 0: only after a failure. */
  readonly thresholdPct: number | undefined;
  /** How often an idle subscription is asked; undefined as well when it is not asked. */
  readonly refreshMs: number | undefined;
}

/** Reads them from the host; asked again when a setting changed. */
export function useRules(lastSettingChange: number): Rules {
  const { value } = useQuery({ name: 'settings.describe' }, { when: lastSettingChange });
  const all = value?.sections.flatMap(({ settings }) => settings) ?? [];
  const numberAt = (wanted: string): number | undefined => {
    const found = all.find(({ path }) => path === wanted)?.value;
    return typeof found === 'number' ? found : undefined;
  };
  const isAsked = all.find(({ path }) => path === 'subscriptions.headroom.ambient')?.value === true;
  const seconds = numberAt('subscriptions.headroom.refreshSeconds');
  return {
    thresholdPct: numberAt('subscriptions.thresholdPct'),
    refreshMs: isAsked && seconds !== undefined ? seconds * 1_000 : undefined,
  };
}

/** The words of the two tables and their details. */
export interface Words {
  /** “Limited until 16:40”, “Expires in 19 d”, otherwise the word of the state. */
  stateWord(one: SubscriptionSummary): string;
  /** Beneath the word: when it was read, or what will happen. Null: the core's sentence says more. */
  stateNote(one: SubscriptionSummary, rules: Rules): string | null;
  /** Its state in a sentence. Null: this page does not know the state, the core's sentence has to do. */
  sentence(one: SubscriptionSummary): string | null;
  /** `Max 20x, token until Aug 2027`. */
  identity(one: SubscriptionSummary): string;
  tokenUntil(one: SubscriptionSummary): string | null;
  why(agent: AgentSummary, status: SubscriptionsStatus): string;
  jobs(agent: AgentSummary): string;
  result(result: ReadResult): string;
}

export function useWords(): Words {
  const { text, formats } = usePage();
  const now = useNow(10_000);
  const words = text.views.subscriptions;
  const stateTexts: Readonly<Record<string, string | undefined>> = text.subscriptionState;
  const resultTexts: Readonly<Record<string, string | undefined>> = words.results;

  const tokenUntil = ({ expiresAt }: SubscriptionSummary): string | null => {
    if (expiresAt === null) return null;
    return expiresAt - now > DAY_UP_TO_MS ? formats.month(expiresAt) : formats.day(expiresAt);
  };
  return {
    tokenUntil,
    stateWord: one => {
      const back = one.state === 'limited' ? returnOf(one) : null;
      if (back !== null) return words.limitedUntil(formats.nearTime(back, now));
      const leftMs = (one.expiresAt ?? 0) - now;
      if (one.state === 'expiring' && leftMs > 0) return words.expiresIn(formats.number(Math.ceil(leftMs / DAY_MS)));
      return stateTexts[one.state] ?? one.state.replaceAll('-', ' ');
    },
    stateNote: (one, { thresholdPct }) => {
      const { readAt, freshness } = one.headroom;
      const age = readAt === null ? null : formats.duration(now - readAt);
      const read = age === null ? null : freshness === 'stale' ? words.notes.old(age) : words.notes.read(age);
      switch (one.state) {
        case 'ok':
          return one.kind === 'api_key' ? words.notes.apiKey : read;
        case 'low':
          return thresholdPct === undefined || thresholdPct === 0
            ? read
            : words.notes.rotatesBelow(formats.percent(100 - thresholdPct));
        case 'limited':
          return words.notes.returns;
        case 'refused':
        case 'token-missing':
          return words.notes.replace;
        case 'expiring':
          return words.notes.renew;
        case 'unmeasured':
          return words.notes.unread;
        case 'removing':
          return one.stillLiveIn.length === 0 ? null : words.notes.stillIn(one.stillLiveIn.join(', '));
        default:
          return null;
      }
    },
    sentence: one => sentenceOf(one, { formats, words, now }),
    identity: one => {
      const until = tokenUntil(one);
      const what = one.tier ?? (one.kind === 'api_key' ? words.apiKey : null);
      const parts = [...(what === null ? [] : [what]), ...(until === null ? [] : [words.tokenUntil(until)])];
      const line = parts.join(', ');
      return line === '' ? line : line.charAt(0).toLocaleUpperCase() + line.slice(1);
    },
    why: (agent, { lastSwitch, subscriptions }) => {
      const from = leftBehind(agent, lastSwitch);
      const state = subscriptions.find(({ name }) => name === from)?.state;
      const isForced = agent.cause === 'failure' || agent.cause === 'pre_dispatch';
      if (from !== null && isForced && state === 'limited') return words.causes.limitOf(from);
      if (from !== null && isForced && state === 'refused') return words.causes.refusedOf(from);
      return agent.cause === null ? '' : (text.assignmentCause[agent.cause] ?? agent.cause.replaceAll('_', ' '));
    },
    jobs: agent => {
      const { activeTasks } = agent.health;
      if (activeTasks === null) return words.jobsUnknown;
      if (activeTasks === 0) return words.noJobs;
      const count = formats.number(activeTasks);
      return isOnOldToken(agent) ? words.jobsOld(count) : words.jobsRunning(count);
    },
    result: ({ kind, word }) => (kind === null ? word : (resultTexts[kind] ?? word)),
  };
}

function sentenceOf(
  one: SubscriptionSummary,
  { formats, words, now }: Pick<Page, 'formats'> & { words: Page['text']['views']['subscriptions']; now: number },
): string | null {
  const { sentences } = words;
  const known = one.headroom.windows.flatMap(({ window, usedPct }) =>
    usedPct === null || window.includes('_') ? [] : [Math.max(0, 100 - usedPct)],
  );
  const least = formats.percent(Math.min(100, ...known));
  switch (one.state) {
    case 'ok': {
      if (one.kind === 'api_key') return sentences.apiKey;
      const [fiveHours, sevenDays] = [leftOf(one, '5h'), leftOf(one, '7d')];
      if (fiveHours === null || sevenDays === null) return known.length === 0 ? null : sentences.low(least);
      return sentences.ok(formats.percent(fiveHours), formats.percent(sevenDays));
    }
    case 'low': {
      const walls = one.headroom.windows.flatMap(({ wallAt }) => (wallAt === null ? [] : [wallAt]));
      return walls.length === 0
        ? sentences.low(least)
        : sentences.lowUntil(least, formats.nearTime(Math.min(...walls), now));
    }
    case 'limited': {
      const back = returnOf(one);
      return back === null ? sentences.limitedLately : sentences.limited(formats.nearTime(back, now));
    }
    case 'refused':
      return sentences.refused;
    case 'token-missing':
      return sentences.missing;
    case 'expiring':
      return one.expiresAt === null || one.expiresAt <= now
        ? sentences.ended
        : sentences.expiring(formats.day(one.expiresAt));
    case 'unmeasured':
      return sentences.unmeasured;
    case 'removing':
      return one.stillLiveIn.length === 0 ? null : sentences.removing(one.stillLiveIn.join(', '));
    default:
      return null;
  }
}
