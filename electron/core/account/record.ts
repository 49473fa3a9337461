import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { LoginBundle } from './bundle.ts';
import { AccountError, LOGIN_REMEDY } from './errors.ts';
import { type TokenTimes, timesOfBundle } from './expiry.ts';

/** What a login of the sandbox's chat app says of itself. */
export const SANDBOX_ENV = 'sandbox';

/** One account as it is stored. Times are milliseconds since the epoch by this machine's clock. Holds secrets. */
export const AccountRecord = z.object({
  version: z.literal(1),
  id: z.string(),
  /** Grows with every change of the tokens: who waited for another process sees whether it was done already. */
  revision: z.number(),
  user: z.object({ id: z.string(), email: z.string().nullable(), isAnonymous: z.boolean() }),
  appEnv: z.string(),
  auth: z.object({ url: z.string(), apiKey: z.string() }),
  network: z.object({
    relayUrl: z.string(),
    rpcUrl: z.string().nullable(),
    registryAddress: z.string().nullable(),
    teeType: z.number(),
  }),
  /** Null once the account is signed out: who it was and its network are remembered, its tokens are not. */
  tokens: z
    .object({
      access: z.string(),
      refresh: z.string().nullable(),
      expiresAt: z.number().nullable(),
      refreshAt: z.number().nullable(),
    })
    .nullable(),
  signedInAt: z.number(),
  signedOutAt: z.number().nullable(),
});
export type AccountRecord = z.infer<typeof AccountRecord>;
export type AccountTokens = NonNullable<AccountRecord['tokens']>;

/** More are refused: all of them lie in one file of the secret store. */
export const MAX_ACCOUNTS = 50;

/** Which accounts there are and which one counts. */
export const AccountIndex = z.object({
  version: z.literal(1),
  active: z.string().nullable(),
  ids: z.array(z.string().regex(/^[0-9a-f]{12}$/)).max(MAX_ACCOUNTS),
});
export type AccountIndex = z.infer<typeof AccountIndex>;

/** The same person at the same server is the same account, however often they sign in. */
export function accountId({ auth, user }: Pick<LoginBundle, 'auth' | 'user'>): string {
  return createHash('sha256').update(`${auth.url}\n${user.id}`).digest('hex').slice(0, 12);
}

/** The record of a login; `previous` is the one it replaces. */
export function recordOf(bundle: LoginBundle, nowMs: number, previous: AccountRecord | undefined): AccountRecord {
  return {
    version: 1,
    id: accountId(bundle),
    revision: (previous?.revision ?? 0) + 1,
    user: bundle.user,
    appEnv: bundle.appEnv,
    auth: bundle.auth,
    network: bundle.network,
    tokens: tokensOf(bundle.accessToken, bundle.refreshToken, timesOfBundle(bundle, nowMs)),
    signedInAt: nowMs,
    signedOutAt: null,
  };
}

/** A token that nothing can renew is used to its end. */
export function tokensOf(access: string, refresh: string | null, times: TokenTimes): AccountTokens {
  return { access, refresh, ...times, ...(refresh === null ? { refreshAt: times.expiresAt } : {}) };
}

/** Reads a stored text. Throws `account_record_damaged`, which quotes none of it. */
export function readStored<T>(schema: z.ZodType<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new AccountError('account_record_damaged', 'The stored account cannot be read.', { remedy: LOGIN_REMEDY });
  }
}
