import { z } from 'zod';

const SubscriptionName = z.string().min(1).max(200);
const AgentName = z.string().min(1).max(100);
const Token = z.string().max(8_192);
const Text = z.string().max(2_000);

/** Commands of the third gate. */
export const SUBSCRIPTION_COMMANDS = [
  /** Moves one agent, or all, to the best other subscription or to `to`. `dryRun`: says what would be done and why. */
  z.object({
    name: z.literal('rotateSubscription'),
    agent: AgentName.optional(),
    to: SubscriptionName.optional(),
    dryRun: z.boolean().optional(),
  }),
  /** `test`: ask the provider first, which is the default; a refused token is not stored. */
  z.object({
    name: z.literal('addSubscription'),
    subscription: z.object({ name: Text, token: Token, tier: Text.optional(), note: Text.optional() }),
    test: z.boolean().optional(),
  }),
  /** Key rollover: the new token goes to every agent on the subscription. */
  z.object({
    name: z.literal('replaceSubscription'),
    subscription: SubscriptionName,
    token: Token,
    test: z.boolean().optional(),
  }),
  /** Revokes it from every agent that runs on it, at once. */
  z.object({ name: z.literal('removeSubscription'), subscription: SubscriptionName }),
  z.object({ name: z.literal('renameSubscription'), subscription: SubscriptionName, to: Text }),
  z.object({ name: z.literal('testSubscription'), subscription: SubscriptionName }),
  /** Null: takes the agent's credential away. */
  z.object({
    name: z.literal('assignSubscription'),
    agent: AgentName,
    subscription: SubscriptionName.nullable(),
  }),
  /** Asks the provider what is left of one subscription, or of all. Once a minute at most. */
  z.object({ name: z.literal('refreshHeadroom'), subscription: SubscriptionName.optional() }),
  /** `agent` is checked where it is stored. `secret`: what its server or its backend wants to see. */
  z.object({
    name: z.literal('addAgent'),
    agent: z.looseObject({ name: AgentName, kind: z.enum(['agent-server', 'trinity', 'local']) }),
    secret: z.string().max(65_536).optional(),
  }),
  z.object({ name: z.literal('removeAgent'), agent: AgentName }),
  /** Asks one agent, or all, how they are. */
  z.object({ name: z.literal('checkAgents'), agent: AgentName.optional() }),
  /** Right before a turn of the agent starts: moves it first when that turn would be refused. Nothing has to be done about
   * an answer that nothing was changed. */
  z.object({ name: z.literal('prepareAgent'), agent: AgentName }),
] as const;

export type SubscriptionCommand = z.infer<(typeof SUBSCRIPTION_COMMANDS)[number]>;

/** How one agent came out of a command that concerned many. */
export const AgentOutcomeRow = z.object({
  agent: z.string(),
  result: z.string(),
  /** What it is on now; null: nothing. */
  subscription: z.string().nullable(),
});
export type AgentOutcomeRow = z.infer<typeof AgentOutcomeRow>;

/** A failed turn as an agent tells of it: the body of `POST /agents/{name}/failures`. */
export const AgentFailureReport = z.object({
  /** HTTP status of the turn's answer; null or absent when there was none. */
  status: z.number().int().min(100).max(599).nullish(),
  /** Its error text, or the whole body of the answer. */
  message: z.string().max(65_536).nullish(),
  /** The provider's error type, e.g. `rate_limit_error`. */
  errorType: z.string().max(200).optional(),
  /** Headers of the provider's answer, where the agent has them: they say which limit it was, and what is left. */
  headers: z.record(z.string().max(200), z.string().max(4_096)).optional(),
  /** Name or id of the subscription that the turn ran on; default: the one that the agent is on. */
  subscription: SubscriptionName.optional(),
  /** Number of the assignment that it was started under: one that outlived it says nothing of the present token. */
  generation: z.number().int().nonnegative().optional(),
  /** True when the turn failed although its status is a success. */
  isTurnFailed: z.boolean().optional(),
});
export type AgentFailureReport = z.infer<typeof AgentFailureReport>;

/** What was done about a failure. */
export const AgentFailureReply = z.object({
  switched: z.boolean(),
  /** Whether the turn may be tried again at once: the agent is on something else now. */
  retry: z.boolean(),
  /** `switched`, or why not. */
  why: z.string(),
  sentence: z.string(),
  /** What the agent is on now; null: nothing, or not known. */
  subscription: z.string().nullable(),
  result: z.string().nullable(),
  /** When the first alternative may serve again, milliseconds since the epoch; null: not known. */
  earliestResetAt: z.number().nullable(),
});
export type AgentFailureReply = z.infer<typeof AgentFailureReply>;
