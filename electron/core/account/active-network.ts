import type { AccountBookOptions } from './account-book.ts';
import { AccountBook } from './account-book.ts';
import type { AccountNetwork } from './bundle.ts';
import { SANDBOX_ENV } from './record.ts';

/** Options of {@link readActiveNetwork}. */
export type ActiveNetworkOptions = AccountBookOptions;

/**
 * Where the active account of a home sends requests, before anything runs; undefined when there is none or it is of a
 * sandbox, which has ended since. Throws what the secret store throws, and `account_record_damaged`.
 */
export async function readActiveNetwork(
  options: ActiveNetworkOptions,
  signal: AbortSignal,
): Promise<AccountNetwork | undefined> {
  const record = await new AccountBook(options).active(signal);
  return record === undefined || record.appEnv === SANDBOX_ENV ? undefined : record.network;
}
