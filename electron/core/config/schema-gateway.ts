import { z } from 'zod';
import { gatewayId } from '../../contract/index.ts';
import { wrong } from './problem.ts';
import { fingerprint, flag, gatewayUrl, oneOf, wholeNumber } from './schema-values.ts';

const MAX_GATEWAYS = 16;

const name = z
  .string({ error: wrong('problem_text') })
  .trim()
  .min(1, { error: wrong('problem_empty') })
  .max(60, { error: wrong('problem_too_long', { count: 60 }) })
  .refine(text => gatewayId(text) !== undefined, {
    error: wrong('problem_gateway_id'),
  });

/** The scopes of an operator (`@openclaw/gateway-protocol` 2026.9.1); a gateway grants unknown words, and means nothing by it. */
const SCOPES = [
  'operator.read',
  'operator.write',
  'operator.admin',
  'operator.approvals',
  'operator.questions',
  'operator.pairing',
  'operator.talk',
  'operator.talk.secrets',
] as const;

const scopes = z
  .array(oneOf(SCOPES), { error: wrong('problem_scopes') })
  .min(1, { error: wrong('problem_no_scope') })
  .transform(list => [...new Set(list)]);

/** One entry of `gateway.profiles`. */
export const GatewayEntry = z.strictObject({
  name,
  url: gatewayUrl,
  tlsFingerprint: fingerprint.nullable().optional(),
  /** Default: the least. */
  scopes: scopes.optional(),
  /** Less is better. Default: its place in the list. */
  priority: wholeNumber(1, 1_000).optional(),
});
export type GatewayEntry = z.output<typeof GatewayEntry>;

/** The group `gateway` of the settings. */
export const gateway = z.object({
  name: name.default('gateway').describe('What the gateway at gateway.url is called here'),
  url: gatewayUrl
    .nullable()
    .default(null)
    .describe('The OpenClaw gateway; its secrets are gateway.token, gateway.password and gateway.setup; null: none'),
  tlsFingerprint: fingerprint
    .nullable()
    .default(null)
    .describe("SHA-256 of the gateway's certificate, the only one that is then accepted; needs wss"),
  scopes: scopes
    .default(['operator.read'])
    .describe(
      'What Gatehouse asks to be allowed at gateway.url, and at the gateway that was found; the least is operator.read',
    ),
  handshakeTimeoutMs: wholeNumber(250, 120_000, 'milliseconds')
    .nullable()
    .default(null)
    .describe('Limit of one attempt up to the challenge; null: 5 s on this computer, 10 s elsewhere'),
  connectChallengeTimeoutMs: wholeNumber(250, 120_000, 'milliseconds')
    .nullable()
    .default(null)
    .describe('Limit from the open socket to the challenge; null: within the limit of the attempt'),
  connectBudgetMs: wholeNumber(1_000, 3_600_000, 'milliseconds')
    .default(60_000)
    .describe('For how long an outage is shown as connecting before it counts as a failure'),
  profiles: z
    .array(GatewayEntry, { error: wrong('problem_gateways') })
    .max(MAX_GATEWAYS, { error: wrong('problem_too_many_gateways', { count: MAX_GATEWAYS }) })
    .default([])
    .describe(
      'More gateways: name, url, and if wanted tlsFingerprint, scopes and priority; the secrets of one are gateway.<name>.token and gateway.<name>.password',
    )
    .meta({ live: true, managedIn: 'gateways' }),
  selected: z
    .string({ error: wrong('problem_gateway_name') })
    .trim()
    .nullable()
    .default(null)
    .describe('The gateway that was chosen by hand; null: the best one that can be reached')
    .meta({ live: true, managedIn: 'gateways' }),
  disconnected: z
    .array(
      z
        .string({ error: wrong('problem_gateway_names') })
        .trim()
        .max(60, { error: wrong('problem_too_long', { count: 60 }) }),
      {
        error: wrong('problem_list_of_names'),
      },
    )
    .max(MAX_GATEWAYS + 2, { error: wrong('problem_too_many_names', { count: MAX_GATEWAYS + 2 }) })
    .default([])
    .describe('Gateways that are left alone until you connect to them again; failover leaves them out')
    .meta({ live: true, managedIn: 'gateways' }),
  failover: z
    .object({
      enabled: flag
        .default(true)
        .describe('Use the next gateway while a better one cannot be reached; read at the start'),
      returnAfterSeconds: wholeNumber(1, 86_400, 'seconds')
        .default(60)
        .describe('For how long a better gateway has to be stable before it is used again; read at the start'),
    })
    .prefault({}),
  discover: flag
    .default(true)
    .describe(
      'Use the gateway that OpenClaw on this computer is set up for, when none is configured here; read at the start',
    ),
});
