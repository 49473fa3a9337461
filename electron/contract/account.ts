import { z } from 'zod';
import { Health } from './health.ts';
import { Remedy } from './remedy.ts';
import { Told } from './told.ts';

/** One account as it is shown. Times are milliseconds since the epoch. */
export const AccountSummary = z.object({
  id: z.string(),
  email: z.string().nullable(),
  isAnonymous: z.boolean(),
  signedIn: z.boolean(),
  /** When its token ends; null when signed out or unknown. */
  expiresAt: z.number().nullable(),
});
export type AccountSummary = z.infer<typeof AccountSummary>;

/** The chat account. */
export const AccountStatus = z.object({
  health: Health,
  /** `none`: nobody ever signed in here. `renewing-fails`: the sign-in server cannot be reached; see `usable`. */
  state: z.enum(['none', 'signed-in', 'renewing-fails', 'signed-out']),
  sentence: z.string(),
  /** What the sentence says, for languages that make their own. */
  told: Told.optional(),
  remedy: Remedy.nullable(),
  since: z.number(),
  /** Whether requests can be sent with it now. */
  usable: z.boolean(),
  active: AccountSummary.nullable(),
  accounts: z.array(AccountSummary).readonly(),
  /** Where the account sends requests: hosts and address only. */
  network: z
    .object({ relay: z.string(), rpc: z.string().nullable(), registryAddress: z.string().nullable() })
    .nullable(),
  nextRefreshAt: z.number().nullable(),
});
export type AccountStatus = z.infer<typeof AccountStatus>;

/** A login that waits for its page. */
export const PendingLogin = z.object({
  /** Of the page. Whoever has it can sign in here, and nothing more. */
  url: z.string(),
  startedAt: z.number(),
  endsAt: z.number(),
});
export type PendingLogin = z.infer<typeof PendingLogin>;

/** The account as the application uses it. */
export const UsedAccount = AccountStatus.extend({
  /** What requests are sent with: the account, a token of one's own (`relay.token`), the sandbox's, or nothing yet. */
  requestsUse: z.enum(['account', 'own-token', 'sandbox', 'nothing']),
  login: PendingLogin.nullable(),
  /** Why the last login came to nothing, as a sentence; null after one that worked or began. */
  loginFailure: z.string().nullable(),
  /** The same for languages that make their own sentence. */
  loginFailureTold: Told.optional(),
  /** The account belongs to another network than the one in use. */
  notice: z.object({ sentence: z.string(), told: Told.optional(), remedy: Remedy }).nullable(),
});
export type UsedAccount = z.infer<typeof UsedAccount>;
