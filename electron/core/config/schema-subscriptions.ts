import { z } from 'zod';
import { wrong } from './problem.ts';
import { addressOf, flag, LOOPBACK_NAMES, url, wholeNumber } from './schema-values.ts';

const LOOPBACK_HOSTS = [...LOOPBACK_NAMES, '[::1]'];

function percent(least: number) {
  const error = wrong('problem_off_or_number', { count: least, total: 100 });
  return z
    .int({ error })
    .refine(value => value === 0 || (value >= least && value <= 100), { error })
    .meta({ offOr: { min: least, max: 100 }, unit: 'percent' });
}

const headroom = z.object({
  ambient: flag.default(true).describe('Ask the provider now and then what is left; each question costs one token'),
  refreshSeconds: wholeNumber(60, 86_400, 'seconds')
    .default(900)
    .describe('How often an idle subscription is asked what is left'),
  warnPct: percent(1).default(75).describe('Percent of a window at which a first notice is given; 0: none'),
  critPct: percent(1).default(90).describe('Percent of a window at which a second notice is given; 0: none'),
});

const lock = z.object({
  redisUrl: addressOf(['redis:', 'rediss:'], wrong('problem_example', { name: 'redis://host:6379' }))
    .nullable()
    .default(null)
    .describe(
      'Redis that several hosts of one fleet share; its password is the secret subscriptions.redis; null: this host is alone',
    ),
  fleet: z
    .string({ error: wrong('problem_text') })
    .regex(/^[a-z0-9-]{1,60}$/, { error: wrong('problem_slug') })
    .default('fleet')
    .describe('Hosts that share a Redis and name their fleet alike manage the same agents'),
});

/** The group `subscriptions` of the settings. */
export const subscriptions = z.object({
  automatic: flag
    .default(true)
    .describe('Switch agents to another subscription without being asked')
    .meta({ live: true }),
  thresholdPct: percent(50)
    .default(95)
    .describe('Percent of a window at which agents leave before the limit is met; 0: only after a failure'),
  headroom: headroom.prefault({}),
  apiKeyFallback: flag
    .default(false)
    .describe('Let agents that may work on an API key, which costs money, when no subscription is left')
    .meta({ live: true }),
  providerUrl: url
    .refine(text => new URL(text).protocol === 'https:' || LOOPBACK_HOSTS.includes(new URL(text).hostname), {
      error: wrong('problem_https'),
    })
    .nullable()
    .default(null)
    .describe('Where tokens are tested and measured; null: the API of Anthropic'),
  passThrough: flag
    .default(true)
    .describe('Let agents of this computer that have a key send their model calls through the local endpoint'),
  agentCheckSeconds: wholeNumber(5, 3_600, 'seconds')
    .default(30)
    .describe('How often agents are asked how they are')
    .meta({ live: true }),
  lock: lock.prefault({}),
});

/** The group, validated, defaults filled in. */
export type SubscriptionsSettings = z.output<typeof subscriptions>;
