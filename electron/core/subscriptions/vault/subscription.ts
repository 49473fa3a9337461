import { z } from 'zod';

/** `setup_token`: output of `claude setup-token`. `api_key`: a key of the platform, which costs money per token. */
const kindSchema = z.enum(['setup_token', 'api_key']);
export type SubscriptionKind = z.infer<typeof kindSchema>;

/** One named credential, without its token. */
export const subscriptionSchema = z.object({
  /** A uuid; stays when name or token change. */
  id: z.string().regex(/^[0-9a-f-]{36}$/),
  name: z.string(),
  kind: kindSchema,
  /** Free words of the person, e.g. `max` or `pro`. */
  tier: z.string().nullable(),
  note: z.string().nullable(),
  createdAtMs: z.number(),
  /** When the token was last replaced; null: never. */
  replacedAtMs: z.number().nullable(),
  /** When the token probably ends; null for one that does not. */
  expiresAtMs: z.number().nullable(),
  /** Short keyed digest of the token; tells two tokens apart and gives neither away. */
  fingerprint: z.string(),
  /** `adding`: its token is not stored yet; `removing`: it is gone but for the agents that may still run on it. */
  state: z.enum(['adding', 'active', 'removing']),
});
export type Subscription = z.infer<typeof subscriptionSchema>;

/** A subscription as it is listed. */
export interface ListedSubscription extends Subscription {
  /** False: the secret store has lost the token ("token missing"). */
  readonly hasToken: boolean;
}

/** How two names are compared: without regard to case or to the way accents are written. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
