import { z } from 'zod';
import { ACCOUNT_CODES } from './account-codes.ts';
import { AGENT_CODES } from './agent-codes.ts';
import { CHECK_CODES, SECRETS_CODES } from './check-codes.ts';
import { FILE_CODES } from './file-codes.ts';
import { GATEWAY_CODES } from './gateway-codes.ts';
import { GatewayTold } from './gateway-told.ts';
import { OUTCOME_CODES } from './outcome-codes.ts';
import { REGISTRY_CODES } from './registry-codes.ts';
import { RESULT_CODES } from './result-codes.ts';
import { SETTING_PROBLEM_CODES, SETTINGS_CODES } from './setting-codes.ts';
import { SETUP_CODES, TOKEN_CODES } from './setup-codes.ts';
import { STATE_CODES } from './state-codes.ts';
import { SUBSCRIPTION_CODES } from './subscription-codes.ts';
import { TEE_CODES } from './tee-codes.ts';

/** Sentences of several places. `error`: what the error of the code in `error` says. */
export const COMMON_CODES = ['error'] as const;
export type CommonCode = (typeof COMMON_CODES)[number];

/** Every sentence of the core that another language can make its own of. A language has one for each. */
export const TOLD_CODES = [
  ...COMMON_CODES,
  ...RESULT_CODES,
  ...STATE_CODES,
  ...CHECK_CODES,
  ...GATEWAY_CODES,
  ...SECRETS_CODES,
  ...SETTING_PROBLEM_CODES,
  ...SETTINGS_CODES,
  ...SETUP_CODES,
  ...TOKEN_CODES,
  ...TEE_CODES,
  ...REGISTRY_CODES,
  ...SUBSCRIPTION_CODES,
  ...ACCOUNT_CODES,
  ...AGENT_CODES,
  ...FILE_CODES,
  ...OUTCOME_CODES,
] as const;
export type ToldCode = (typeof TOLD_CODES)[number];

const VALUES = z.object({
  code: z.enum(TOLD_CODES),
  /** What it is about: a TEE, a gateway, a secret, an account, a subscription, an agent, a file, a host. */
  name: z.string().optional(),
  /** A second one: where to, or what it is kept by. */
  other: z.string().optional(),
  /** More than one. */
  names: z.array(z.string()).readonly().optional(),
  /** The words of another program or of the system, as they are. */
  why: z.string().optional(),
  /** Of an error: one of `ERROR_CODES`. */
  error: z.string().optional(),
  /** When something ends; null: when somebody ends it. */
  until: z.number().nullable().optional(),
  count: z.number().optional(),
  total: z.number().optional(),
  /** Of a gateway: its `GatewayReason`, and what its sentence names. */
  reason: z.string().optional(),
  gateway: GatewayTold.optional(),
  /** A duration in milliseconds. */
  ms: z.number().optional(),
  pct: z.number().optional(),
});

/** The code of a sentence and what it names, so that another language can make its own. */
export type Told = z.infer<typeof VALUES> & {
  /** A sentence that this one quotes. */
  readonly of?: Told | undefined;
};

export const Told: z.ZodType<Told> = VALUES.extend({ of: z.lazy(() => Told.optional()) });
