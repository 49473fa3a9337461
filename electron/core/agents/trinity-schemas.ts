import { z } from 'zod';
import { shortText } from './foreign.ts';

/** Texts of a backend are shown and stored up to here. */
const MAX_TEXT_LENGTH = 2_000;
/** Names are sent back as they are, so one that a terminal would act on is no name. */
const Name = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u);
const Text = z
  .string()
  .max(MAX_TEXT_LENGTH)
  .transform(text => shortText(text, MAX_TEXT_LENGTH) ?? null)
  .nullish()
  .catch(null);
const Count = z.number().int().nonnegative().catch(0);
/** Above 100 is extra usage; far above it is no percentage. */
const Percent = z.number().nonnegative().max(10_000).nullish().catch(null);
/** About ten years: what is older was never read. */
const MAX_AGE_SECONDS = 315_360_000;

/** One credential that the backend holds. It never shows a token. Fields that only people read are forgiving. */
export const TrinitySubscription = z.object({
  id: Name,
  name: Name,
  subscription_type: Text,
  rate_limit_tier: Text,
  agent_count: Count,
  agents: z
    .array(z.union([Name, z.object({ name: Name }).transform(({ name }) => name)]))
    .max(10_000)
    .catch([]),
});
export type TrinitySubscription = z.infer<typeof TrinitySubscription>;

export const TrinityAgentEntry = z.object({
  name: Name,
  status: Text,
  subscription_name: Text,
  auth_mode: Text,
});
export type TrinityAgentEntry = z.infer<typeof TrinityAgentEntry>;

/** Which credential the backend's database assigns to an agent. */
export const TrinityAuth = z.object({
  agent_name: Name,
  auth_mode: z.enum(['subscription', 'api_key', 'not_configured']).or(Name),
  subscription_name: Name.nullable().catch(null),
  subscription_id: Name.nullable().catch(null),
  has_api_key: z.boolean().catch(false),
});
export type TrinityAuth = z.infer<typeof TrinityAuth>;

/** What the backend did about an assignment. */
export const TrinityAssignment = z.object({
  success: z.boolean(),
  message: Text,
  restart_result: Text,
});
export type TrinityAssignment = z.infer<typeof TrinityAssignment>;

const Window = z.object({ utilization_pct: Percent, resets_at: Text, status: Text }).nullish().catch(null);
const Counted = z
  .object({ input_tokens: Count, output_tokens: Count, message_count: Count, cost_usd: z.number().catch(0) })
  .nullish()
  .catch(null);

/** What a subscription has used, and what the provider says is left. */
export const TrinityUsage = z.object({
  subscription_id: Name,
  window_5h: Counted,
  window_7d: Counted,
  failure_events_24h: Count,
  rate_limited_now: z.boolean().catch(false),
  source: Text,
  headroom: z
    .object({
      five_hour: Window,
      seven_day: Window,
      representative_claim: Text,
      overage_status: Text,
      fetched_at: Text,
      snapshot_age_seconds: z.number().nonnegative().max(MAX_AGE_SECONDS).nullish().catch(null),
      status: Text,
    })
    .nullish()
    .catch(null),
});
export type TrinityUsage = z.infer<typeof TrinityUsage>;

/** A line of the fleet view. */
export const TrinityPressure = z.object({
  agent_name: Name,
  auth_mode: Text,
  subscription_name: Text,
  failure_events_24h: Count,
  auth_failures_24h: Count,
  rate_limited_now: z.boolean().catch(false),
  token_status: Text,
  utilization_5h_pct: Percent,
  headroom_source: Text,
});
export type TrinityPressure = z.infer<typeof TrinityPressure>;

export const TrinitySwitch = z.object({ enabled: z.boolean() });

/** How the provider took a token that the backend was asked to try. */
export const TrinityTokenTest = z.object({ valid: z.boolean(), status: Text, error: Text, warning: Text });
export type TrinityTokenTest = z.infer<typeof TrinityTokenTest>;

export const TrinityDeletion = z.object({ success: z.boolean(), agents_cleared: Count });

/** The answer to a sign-in. */
export const TrinityToken = z.object({ access_token: z.string().min(8).max(16_384) });
