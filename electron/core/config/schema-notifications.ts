import { z } from 'zod';
import { wrong } from './problem.ts';
import { flag, wholeNumber } from './schema-values.ts';

const EXPECTED_HOURS = { error: wrong('problem_hours', { name: '22:00-07:00' }) };

const hours = z
  .string(EXPECTED_HOURS)
  .trim()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d$/, EXPECTED_HOURS)
  .meta({ text: 'hours' });

/** The group `notifications` of the settings. */
export const notifications = z.object({
  enabled: flag.default(true).describe('Show notifications; false: none at all').meta({ live: true }),
  approval: flag
    .default(true)
    .describe('Tell when a gateway has to approve this computer, or refuses its sign-in')
    .meta({ live: true }),
  gateway: flag
    .default(true)
    .describe('Tell when the gateway cannot be reached, or gives less access than asked for')
    .meta({ live: true }),
  gatewayBack: flag
    .default(false)
    .describe('Tell when a gateway that could not be reached is ready again')
    .meta({ live: true }),
  gatewaySwitched: flag.default(true).describe('Tell when another gateway is used').meta({ live: true }),
  teeSwitched: flag.default(true).describe('Tell when requests go to another TEE').meta({ live: true }),
  byHand: flag.default(false).describe('Tell of a switch that somebody asked for, too').meta({ live: true }),
  inference: flag
    .default(true)
    .describe('Tell when private inference is shut, and when RPC endpoints disagree')
    .meta({ live: true }),
  proof: flag.default(true).describe('Tell when an answer was refused because its proof failed').meta({ live: true }),
  agents: flag
    .default(true)
    .describe("Tell when an agent's run ended because its provider failed")
    .meta({ live: true }),
  subscriptionSwitched: flag
    .default(true)
    .describe('Tell when agents are moved to another subscription by themselves, or do not follow')
    .meta({ live: true }),
  subscriptionToken: flag
    .default(true)
    .describe('Tell when a provider refuses the token of a subscription')
    .meta({ live: true }),
  subscriptionsShut: flag
    .default(true)
    .describe('Tell when no subscription is usable, and when an agent waits for one')
    .meta({ live: true }),
  account: flag.default(true).describe('Tell when the sign-in has ended by itself').meta({ live: true }),
  chain: flag
    .default(true)
    .describe('Tell when the registry of TEEs cannot be read for five minutes')
    .meta({ live: true }),
  application: flag
    .default(true)
    .describe('Tell of trouble with the settings or the local endpoint, of updates, and of safe mode')
    .meta({ live: true }),
  quietHours: hours
    .nullable()
    .default(null)
    .describe(
      'Local times between which only failed proofs and an ended sign-in are told, e.g. 22:00-07:00; null: none',
    )
    .meta({ live: true }),
  maxPerMinute: wholeNumber(1, 60).default(6).describe('Most notifications within a minute; others wait or lapse'),
});
