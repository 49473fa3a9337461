import type { AccountBookOptions } from './account-book.ts';
import { AccountBook } from './account-book.ts';
import type { AccountNetwork } from './bundle.ts';
import { AccountError } from './errors.ts';
import { SANDBOX_ENV } from './record.ts';

/** Options of {@link readActiveNetwork}. */
export type ActiveNetworkOptions = AccountBookOptions;

/**
 * Where the active account of a home sends requests, before anything runs; undefined when there is none or it is of a
 * sandbox, which has ended since, or cannot be read. Throws what the secret store throws.
 */
export async function readActiveNetwork(
  options: ActiveNetworkOptions,
  signal: AbortSignal,
): Promise<AccountNetwork | undefined> {
  const record = await new AccountBook(options).active(signal).catch((error: unknown) => {
    // Nobody is signed in, then, until somebody signs in again; nothing on the disk may keep the application from starting.
    if (!(error instanceof AccountError)) throw error;
  });
  return record == null || record.appEnv === SANDBOX_ENV ? undefined : record.network;
}
